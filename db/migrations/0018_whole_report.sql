CREATE TABLE "report_approval" (
	"report_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"team_id" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	"hash" text NOT NULL,
	"form" text NOT NULL,
	"authors" text[] NOT NULL,
	CONSTRAINT "report_approval_report_id_seq_pk" PRIMARY KEY("report_id","seq")
);
--> statement-breakpoint
CREATE TABLE "report_publication" (
	"report_id" text NOT NULL,
	"number" integer NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"form" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	"visible_from" text NOT NULL,
	"approved_by" text[] NOT NULL,
	CONSTRAINT "report_publication_report_id_number_pk" PRIMARY KEY("report_id","number")
);
--> statement-breakpoint
CREATE TABLE "report_retraction" (
	"report_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"team_id" text NOT NULL,
	"number" integer NOT NULL,
	"note" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "report_retraction_report_id_seq_pk" PRIMARY KEY("report_id","seq")
);
--> statement-breakpoint
ALTER TABLE "report" ADD COLUMN "stage" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE "report" ADD COLUMN "submitted_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "report" ADD COLUMN "submitted_by" text;--> statement-breakpoint
ALTER TABLE "report" ADD COLUMN "return_note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "report" ADD COLUMN "returned_by" text;--> statement-breakpoint
CREATE INDEX "report_publication_team" ON "report_publication" USING btree ("team_id","visible_from");--> statement-breakpoint
CREATE INDEX "entry_report_return" ON "entry" USING btree ("team_id","seq") WHERE kind = 'report.return';
--> statement-breakpoint
-- What was approved, published and taken back is never changed.
DO $$
DECLARE
  fact text;
BEGIN
  FOREACH fact IN ARRAY ARRAY['report_approval', 'report_publication', 'report_retraction'] LOOP
    EXECUTE format('CREATE TRIGGER recorded BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION guard_fact()', fact);
    EXECUTE format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION guard_kept()', fact);
    EXECUTE format('CREATE TRIGGER kept_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION guard_kept()', fact);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE "report_approval" ADD CONSTRAINT "four_eyes" CHECK (NOT ("by" = ANY (authors)));
--> statement-breakpoint
ALTER TABLE "report_publication" ADD CONSTRAINT "approved_by_somebody" CHECK (cardinality(approved_by) > 0);
--> statement-breakpoint
-- Four eyes: an editor approves, and never whoever brought the report in, whatever the server believes.
CREATE FUNCTION guard_report_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.report r WHERE r.id = NEW.report_id AND r.created_by = NEW."by") THEN
    RAISE EXCEPTION 'An author does not approve.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM public.member m
    WHERE m.team_id = NEW.team_id AND m.person_id = NEW."by" AND 'editor' = ANY (m.roles))
  THEN
    RAISE EXCEPTION 'Only an editor approves.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.hash <> encode(sha256(convert_to(NEW.form, 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'A content hash is that of its form.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER four_eyes BEFORE INSERT ON "report_approval" FOR EACH ROW EXECUTE FUNCTION guard_report_four_eyes();
--> statement-breakpoint
-- Nothing is published but what the named editors approved, letter by letter.
CREATE FUNCTION guard_report_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM unnest(NEW.approved_by) AS editor
    WHERE NOT EXISTS (
      SELECT 1 FROM public.report_approval a
      WHERE a.report_id = NEW.report_id AND a.hash = NEW.hash AND a."by" = editor))
  THEN
    RAISE EXCEPTION 'Only what was approved is published.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.hash <> encode(sha256(convert_to(NEW.form, 'UTF8')), 'hex') OR NEW.visible_from < NEW.at THEN
    RAISE EXCEPTION 'A publication is what its hash says, and not before its time.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER approved BEFORE INSERT ON "report_publication" FOR EACH ROW EXECUTE FUNCTION guard_report_published();
