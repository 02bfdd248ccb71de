CREATE TABLE "claim" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"report_id" text NOT NULL,
	"position" double precision NOT NULL,
	"claimant" text NOT NULL,
	"said_on" text NOT NULL,
	"details_seq" bigint NOT NULL,
	"stage" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	"withdrawn_reason" text NOT NULL,
	"rating" text,
	"verdict_reason" text NOT NULL,
	"verdict_by" text,
	"verdict_at" text,
	"verdict_seq" bigint NOT NULL,
	"created_by" text NOT NULL,
	"created_at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claim_text" (
	"claim_id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"statement" text NOT NULL,
	"analysis" text NOT NULL,
	"notes" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "figure" (
	"claim_id" text NOT NULL,
	"id" text NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"bound" text NOT NULL,
	"low" text NOT NULL,
	"high" text NOT NULL,
	"unit" text NOT NULL,
	"as_of" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	CONSTRAINT "figure_claim_id_id_pk" PRIMARY KEY("claim_id","id")
);
--> statement-breakpoint
CREATE TABLE "passage" (
	"claim_id" text NOT NULL,
	"id" text NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"edition" integer NOT NULL,
	"start" integer NOT NULL,
	"end" integer NOT NULL,
	"quote" text NOT NULL,
	"prefix" text NOT NULL,
	"suffix" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	CONSTRAINT "passage_claim_id_id_pk" PRIMARY KEY("claim_id","id")
);
--> statement-breakpoint
CREATE TABLE "relation" (
	"claim_id" text NOT NULL,
	"id" text NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"parts" text[] NOT NULL,
	"withdrawn" boolean NOT NULL,
	CONSTRAINT "relation_claim_id_id_pk" PRIMARY KEY("claim_id","id")
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"claim_id" text NOT NULL,
	"id" text NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"source_id" text NOT NULL,
	"stance" text NOT NULL,
	"quote" text NOT NULL,
	"locator" text NOT NULL,
	"note" text NOT NULL,
	"added_by" text NOT NULL,
	"withdrawn" boolean NOT NULL,
	CONSTRAINT "evidence_claim_id_id_pk" PRIMARY KEY("claim_id","id")
);
--> statement-breakpoint
CREATE TABLE "source" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"url" text NOT NULL,
	"title" text NOT NULL,
	"publisher" text NOT NULL,
	"author" text NOT NULL,
	"published_on" text NOT NULL,
	"kind" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entry" (
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"version" integer NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"previous" "bytea",
	"kind" text NOT NULL,
	"at" text NOT NULL,
	"actor" text NOT NULL,
	"payload_hash" "bytea" NOT NULL,
	"salt" "bytea" NOT NULL,
	"payload" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "entry_team_id_seq_pk" PRIMARY KEY("team_id","seq")
);
--> statement-breakpoint
CREATE TABLE "team_head" (
	"team_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"at" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"password_hash" text NOT NULL,
	CONSTRAINT "account_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "member" (
	"team_id" text NOT NULL,
	"person_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"name" text NOT NULL,
	"roles" text[] NOT NULL,
	CONSTRAINT "member_team_id_person_id_pk" PRIMARY KEY("team_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room_client" (
	"client_id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "room_client_client_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1000 CACHE 1),
	"claim_id" text NOT NULL,
	"person_id" text NOT NULL,
	"session_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "edition" (
	"report_id" text NOT NULL,
	"number" integer NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "edition_report_id_number_pk" PRIMARY KEY("report_id","number")
);
--> statement-breakpoint
CREATE TABLE "report" (
	"id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"title" text NOT NULL,
	"publisher" text NOT NULL,
	"source_url" text NOT NULL,
	"language" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_account_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "claim_report" ON "claim" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "evidence_source" ON "evidence" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "source_team" ON "source" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "entry_subject" ON "entry" USING btree ("subject_type","subject_id","seq");--> statement-breakpoint
CREATE INDEX "member_person" ON "member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "report_team" ON "report" USING btree ("team_id");