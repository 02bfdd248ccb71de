CREATE TABLE "inbox_mark" (
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	"read_up_to" bigint NOT NULL,
	"read" bigint[] NOT NULL,
	CONSTRAINT "inbox_mark_team_id_person_id_pk" PRIMARY KEY("team_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "comment" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"thread_id" text NOT NULL,
	"words" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" text NOT NULL,
	"made_seq" bigint NOT NULL,
	"edited_at" text,
	"withdrawn" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mention" (
	"comment_id" text NOT NULL,
	"person_id" text NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"made_seq" bigint NOT NULL,
	"made_at" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	CONSTRAINT "mention_comment_id_person_id_pk" PRIMARY KEY("comment_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "thread" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"claim_id" text NOT NULL,
	"evidence_id" text NOT NULL,
	"text_name" text NOT NULL,
	"quote" text NOT NULL,
	"letters" text[] NOT NULL,
	"text_seq" bigint NOT NULL,
	"is_open" boolean NOT NULL,
	"resolved_by" text,
	"resolved_at" text
);
--> statement-breakpoint
CREATE INDEX "comment_thread" ON "comment" USING btree ("thread_id","made_seq");--> statement-breakpoint
CREATE INDEX "comment_team" ON "comment" USING btree ("team_id","made_seq");--> statement-breakpoint
CREATE INDEX "mention_person" ON "mention" USING btree ("team_id","person_id","made_seq");--> statement-breakpoint
CREATE INDEX "thread_claim" ON "thread" USING btree ("claim_id");--> statement-breakpoint
CREATE INDEX "entry_stage" ON "entry" USING btree ("team_id","seq") WHERE kind = 'claim.stage';
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "thread" FOR EACH ROW EXECUTE FUNCTION guard_fact('id', 'team_id', 'claim_id');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "thread" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "thread" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "comment" FOR EACH ROW EXECUTE FUNCTION guard_fact('id', 'team_id', 'thread_id', 'made_by', 'made_seq');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "comment" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "comment" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "mention" FOR EACH ROW EXECUTE FUNCTION guard_fact('comment_id', 'person_id', 'team_id');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "mention" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "mention" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
