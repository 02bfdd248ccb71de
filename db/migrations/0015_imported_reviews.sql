CREATE TABLE "imported_review" (
	"team_id" text NOT NULL,
	"key" text NOT NULL,
	"seq" bigint NOT NULL,
	"report_id" text NOT NULL,
	"claim_id" text NOT NULL,
	"raw" text NOT NULL,
	"base" text NOT NULL,
	"deviations" text[] NOT NULL,
	"imported_by" text NOT NULL,
	"imported_at" text NOT NULL,
	CONSTRAINT "imported_review_team_id_key_pk" PRIMARY KEY("team_id","key")
);
--> statement-breakpoint
CREATE INDEX "imported_review_report" ON "imported_review" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "imported_review_claim" ON "imported_review" USING btree ("claim_id");
--> statement-breakpoint
-- What was brought in stays as it was.
CREATE TRIGGER recorded BEFORE INSERT ON "imported_review" FOR EACH ROW EXECUTE FUNCTION guard_fact();
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "imported_review" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "imported_review" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
