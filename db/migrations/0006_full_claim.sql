CREATE TABLE "assignment" (
	"claim_id" text NOT NULL,
	"person_id" text NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"assigned_by" text NOT NULL,
	"assigned_at" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	CONSTRAINT "assignment_claim_id_person_id_pk" PRIMARY KEY("claim_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "place" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "language" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "first_url" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "first_where" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "first_on" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "appearance_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "claim_kind" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "priority" text DEFAULT 'normal' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "classes_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "due_on" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "due_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "merged_into" text;--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "split_from" text;--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "copied_from" text;--> statement-breakpoint
CREATE INDEX "assignment_person" ON "assignment" USING btree ("person_id");--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "assignment" FOR EACH ROW EXECUTE FUNCTION guard_fact('claim_id', 'person_id', 'team_id');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "assignment" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "assignment" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
