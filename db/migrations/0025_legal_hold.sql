CREATE TABLE "legal_hold" (
	"report_id" text NOT NULL,
	"number" integer NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"reason" text NOT NULL,
	"placed_by" text NOT NULL,
	"placed_at" text NOT NULL,
	"lifted_by" text,
	"lifted_at" text,
	"lift_reason" text NOT NULL,
	CONSTRAINT "legal_hold_report_id_number_pk" PRIMARY KEY("report_id","number")
);

--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "legal_hold" FOR EACH ROW EXECUTE FUNCTION guard_fact('report_id', 'number', 'team_id', 'reason', 'placed_by', 'placed_at');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "legal_hold" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "legal_hold" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
