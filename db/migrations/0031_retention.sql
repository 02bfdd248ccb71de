CREATE TABLE "retention_decision" (
	"report_id" text NOT NULL,
	"number" integer NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"until" text NOT NULL,
	"reason" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" text NOT NULL,
	CONSTRAINT "retention_decision_report_id_number_pk" PRIMARY KEY("report_id","number")
);
--> statement-breakpoint
CREATE TABLE "team_retention" (
	"team_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"months" integer NOT NULL,
	"reason" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "retention_decision_team" ON "retention_decision" USING btree ("team_id");
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "retention_decision" FOR EACH ROW EXECUTE FUNCTION guard_fact('report_id', 'number', 'team_id', 'until', 'reason', 'decided_by', 'decided_at');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "retention_decision" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "retention_decision" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "team_retention" FOR EACH ROW EXECUTE FUNCTION guard_fact('team_id');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "team_retention" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "team_retention" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
