CREATE TABLE "checkpoint" (
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "checkpoint_team_id_seq_pk" PRIMARY KEY("team_id","seq")
);

--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "checkpoint" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
