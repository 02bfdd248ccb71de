CREATE TABLE "activity" (
	"team_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"day" text NOT NULL,
	"actor" text NOT NULL,
	"kind" text NOT NULL,
	"recorded" integer NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "activity_team_id_subject_id_day_actor_kind_pk" PRIMARY KEY("team_id","subject_id","day","actor","kind")
);
--> statement-breakpoint
CREATE TABLE "burst" (
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"name" text NOT NULL,
	"claim_id" text NOT NULL,
	"actor" text NOT NULL,
	"at" text NOT NULL,
	"first_seq" bigint NOT NULL,
	CONSTRAINT "burst_team_id_seq_name_pk" PRIMARY KEY("team_id","seq","name")
);
--> statement-breakpoint
CREATE TABLE "entry_word" (
	"team_id" text NOT NULL,
	"word" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "entry_word_team_id_word_seq_pk" PRIMARY KEY("team_id","word","seq")
);
--> statement-breakpoint
CREATE TABLE "timeline_head" (
	"team_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "burst_actor" ON "burst" USING btree ("team_id","actor","seq");--> statement-breakpoint
CREATE INDEX "burst_claim" ON "burst" USING btree ("claim_id","seq");--> statement-breakpoint
CREATE INDEX "entry_told" ON "entry" USING btree ("team_id","seq") WHERE kind <> 'claim.write';--> statement-breakpoint
CREATE INDEX "entry_kind" ON "entry" USING btree ("team_id","kind","seq") WHERE kind <> 'claim.write';--> statement-breakpoint
CREATE INDEX "entry_actor" ON "entry" USING btree ("team_id","actor","kind","seq") WHERE kind <> 'claim.write';