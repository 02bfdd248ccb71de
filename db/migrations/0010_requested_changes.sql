CREATE TABLE "requested_change" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"report_id" text NOT NULL,
	"edition" integer NOT NULL,
	"start" integer NOT NULL,
	"end" integer NOT NULL,
	"quote" text NOT NULL,
	"prefix" text NOT NULL,
	"suffix" text NOT NULL,
	"replacement" text NOT NULL,
	"reason" text NOT NULL,
	"claim_id" text,
	"state" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" text NOT NULL,
	"requested_seq" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "requested_change_move" (
	"change_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"team_id" text NOT NULL,
	"to" text NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "requested_change_move_change_id_seq_pk" PRIMARY KEY("change_id","seq")
);
--> statement-breakpoint
CREATE INDEX "requested_change_report" ON "requested_change" USING btree ("report_id");
--> statement-breakpoint
-- What was asked for stays as it was asked; only its state moves.
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "requested_change" FOR EACH ROW EXECUTE FUNCTION guard_fact('id', 'team_id', 'report_id', 'edition', 'start', 'end', 'quote', 'prefix', 'suffix', 'replacement', 'reason', 'claim_id', 'requested_by', 'requested_at', 'requested_seq');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "requested_change" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "requested_change" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT ON "requested_change_move" FOR EACH ROW EXECUTE FUNCTION guard_fact();
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "requested_change_move" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "requested_change_move" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
