CREATE TABLE "checkpoint_timestamp" (
	"team_id" text NOT NULL,
	"origin" integer NOT NULL,
	"seq" bigint NOT NULL,
	"response" "bytea" NOT NULL,
	"checksum" "bytea" NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "checkpoint_timestamp_team_id_origin_seq_pk" PRIMARY KEY("team_id","origin","seq")
);
--> statement-breakpoint
ALTER TABLE "checkpoint_timestamp" ADD CONSTRAINT "checkpoint_timestamp_of" FOREIGN KEY ("team_id","origin","seq") REFERENCES "public"."checkpoint"("team_id","origin","seq") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "checkpoint_timestamp" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "checkpoint_timestamp" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
