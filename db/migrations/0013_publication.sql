CREATE TABLE "approval" (
	"claim_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"team_id" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	"hash" text NOT NULL,
	"form" text NOT NULL,
	"authors" text[] NOT NULL,
	"override" text NOT NULL,
	CONSTRAINT "approval_claim_id_seq_pk" PRIMARY KEY("claim_id","seq")
);
--> statement-breakpoint
CREATE TABLE "correction" (
	"claim_id" text NOT NULL,
	"id" text NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"wrong" text NOT NULL,
	"now" text NOT NULL,
	"why" text NOT NULL,
	"since" text NOT NULL,
	"made_by" text NOT NULL,
	"made_at" text NOT NULL,
	"made_seq" bigint NOT NULL,
	"withdrawn" boolean NOT NULL,
	CONSTRAINT "correction_claim_id_id_pk" PRIMARY KEY("claim_id","id")
);
--> statement-breakpoint
CREATE TABLE "publication" (
	"claim_id" text NOT NULL,
	"number" integer NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"report_id" text NOT NULL,
	"slug" text NOT NULL,
	"hash" text NOT NULL,
	"form" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	"visible_from" text NOT NULL,
	"approved_by" text[] NOT NULL,
	"unsaved" text[] NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "publication_claim_id_number_pk" PRIMARY KEY("claim_id","number")
);
--> statement-breakpoint
CREATE TABLE "report_address" (
	"report_id" text PRIMARY KEY NOT NULL,
	"team_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"slug" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "retraction" (
	"claim_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"team_id" text NOT NULL,
	"number" integer NOT NULL,
	"how" text NOT NULL,
	"note" text NOT NULL,
	"by" text NOT NULL,
	"at" text NOT NULL,
	CONSTRAINT "retraction_claim_id_seq_pk" PRIMARY KEY("claim_id","seq")
);
--> statement-breakpoint
CREATE TABLE "team_page" (
	"team_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"slug" text NOT NULL,
	"publisher" text NOT NULL,
	"homepage" text NOT NULL,
	"approvers" text NOT NULL,
	"how_we_check" text NOT NULL,
	"corrections_url" text NOT NULL,
	"contact" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_rules" (
	"team_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"settings" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "publication_report" ON "publication" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "publication_team" ON "publication" USING btree ("team_id","visible_from");--> statement-breakpoint
CREATE UNIQUE INDEX "report_address_slug" ON "report_address" USING btree ("team_id","slug");--> statement-breakpoint
CREATE UNIQUE INDEX "team_page_slug" ON "team_page" USING btree ("slug");--> statement-breakpoint
-- The first word is the table, the others the columns that a row keeps for good.
DO $$
DECLARE
  facts text[] := ARRAY[
    'correction claim_id id team_id wrong now why since made_by made_at made_seq',
    'report_address report_id team_id slug',
    'team_page team_id slug',
    'team_rules team_id'
  ];
  words text[];
  arguments text;
  fact text;
BEGIN
  FOREACH fact IN ARRAY facts LOOP
    words := string_to_array(fact, ' ');
    SELECT string_agg(quote_literal(word), ', ') INTO arguments FROM unnest(words[2:]) AS word;
    EXECUTE format('CREATE TRIGGER recorded BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION guard_fact(%s)', words[1], arguments);
    EXECUTE format('CREATE TRIGGER kept BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION guard_kept()', words[1]);
    EXECUTE format('CREATE TRIGGER kept_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION guard_kept()', words[1]);
  END LOOP;
END $$;
--> statement-breakpoint
-- What was approved, published and taken back is never changed.
DO $$
DECLARE
  fact text;
BEGIN
  FOREACH fact IN ARRAY ARRAY['approval', 'publication', 'retraction'] LOOP
    EXECUTE format('CREATE TRIGGER recorded BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION guard_fact()', fact);
    EXECUTE format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION guard_kept()', fact);
    EXECUTE format('CREATE TRIGGER kept_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION guard_kept()', fact);
  END LOOP;
END $$;
--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "four_eyes" CHECK (NOT ("by" = ANY (authors)));
--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "approved_by_somebody" CHECK (cardinality(approved_by) > 0);
--> statement-breakpoint
-- Four eyes: whoever set the verdict or brought evidence that stands approves nothing of it, whatever the server believes.
CREATE FUNCTION guard_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.claim c WHERE c.id = NEW.claim_id AND c.verdict_by = NEW."by")
    OR EXISTS (SELECT 1 FROM public.evidence e WHERE e.claim_id = NEW.claim_id AND e.added_by = NEW."by" AND NOT e.withdrawn)
  THEN
    RAISE EXCEPTION 'An author does not approve.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.hash <> encode(sha256(convert_to(NEW.form, 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'A content hash is that of its form.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER four_eyes BEFORE INSERT ON "approval" FOR EACH ROW EXECUTE FUNCTION guard_four_eyes();
--> statement-breakpoint
-- Nothing is published but what the named editors approved, letter by letter.
CREATE FUNCTION guard_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM unnest(NEW.approved_by) AS editor
    WHERE NOT EXISTS (
      SELECT 1 FROM public.approval a WHERE a.claim_id = NEW.claim_id AND a.hash = NEW.hash AND a."by" = editor))
  THEN
    RAISE EXCEPTION 'Only what was approved is published.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.hash <> encode(sha256(convert_to(NEW.form, 'UTF8')), 'hex') OR NEW.visible_from < NEW.at THEN
    RAISE EXCEPTION 'A publication is what its hash says, and not before its time.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER approved BEFORE INSERT ON "publication" FOR EACH ROW EXECUTE FUNCTION guard_published();
