CREATE TABLE "invitation" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"roles" text[] NOT NULL,
	"invited_by" text NOT NULL,
	"expires_at" text NOT NULL,
	"state" text NOT NULL,
	"person_id" text
);
--> statement-breakpoint
CREATE TABLE "invitation_link" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"token_hash" text NOT NULL,
	CONSTRAINT "invitation_link_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE INDEX "invitation_team" ON "invitation" USING btree ("team_id");
--> statement-breakpoint
CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON "invitation" FOR EACH ROW EXECUTE FUNCTION guard_fact('id', 'team_id');
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "invitation" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "invitation" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
