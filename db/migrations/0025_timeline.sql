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
CREATE TABLE "entry_word" (
	"team_id" text NOT NULL,
	"word" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "entry_word_team_id_word_seq_pk" PRIMARY KEY("team_id","word","seq")
);
--> statement-breakpoint
CREATE INDEX "entry_kind" ON "entry" USING btree ("team_id","kind","seq");--> statement-breakpoint
CREATE INDEX "entry_actor" ON "entry" USING btree ("team_id","actor","kind","seq");
--> statement-breakpoint
-- What was recorded before it was counted.
INSERT INTO "activity" ("team_id", "subject_id", "day", "actor", "kind", "recorded", "seq")
  SELECT team_id, subject, left(at, 10), actor, kind, count(*), max(seq)
  FROM entry CROSS JOIN LATERAL (VALUES (''), (subject_id)) AS of(subject)
  GROUP BY team_id, subject, left(at, 10), actor, kind;
