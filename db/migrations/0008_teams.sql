CREATE TABLE "set_up_link" (
	"place" text PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "team_id" text;
--> statement-breakpoint
CREATE TRIGGER team_chosen AFTER UPDATE OF "team_id" ON "session" FOR EACH ROW
  WHEN (NEW.team_id IS DISTINCT FROM OLD.team_id) EXECUTE FUNCTION tell_access();
