-- What nobody may do silently, not even the owner of the tables: history only grows, and a fact changes only together
-- with an entry that says so in the same transaction.
CREATE FUNCTION guard_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The rows of % are kept as they are: % is not possible.', TG_TABLE_NAME, lower(TG_OP)
    USING ERRCODE = 'restrict_violation';
END $$;
--> statement-breakpoint
-- An entry counts as of this transaction when this very transaction wrote it; row versions carry 32 bits of its number.
CREATE FUNCTION guard_recorded(of_team text, at_seq bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.entry
    WHERE team_id = of_team AND seq = at_seq AND xmin = pg_current_xact_id()::xid
  )
$$;
--> statement-breakpoint
CREATE FUNCTION guard_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  key text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    FOREACH key IN ARRAY TG_ARGV LOOP
      IF (to_jsonb(NEW) ->> key) IS DISTINCT FROM (to_jsonb(OLD) ->> key) THEN
        RAISE EXCEPTION 'A row of % keeps its %.', TG_TABLE_NAME, key USING ERRCODE = 'restrict_violation';
      END IF;
    END LOOP;
    IF NEW.seq <= OLD.seq THEN
      RAISE EXCEPTION 'A row of % changes only with a later entry of the history.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  IF NOT public.guard_recorded(NEW.team_id, NEW.seq) THEN
    RAISE EXCEPTION 'A row of % changes only together with its entry of the history.', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION guard_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seq <> 0 THEN
      RAISE EXCEPTION 'The history of a team begins at 0.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.team_id <> OLD.team_id OR NEW.seq <= OLD.seq OR NEW.at < OLD.at THEN
    RAISE EXCEPTION 'The head of a team''s history only moves forward.' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT public.guard_recorded(NEW.team_id, NEW.seq) THEN
    RAISE EXCEPTION 'The head of a team''s history moves only to an entry of the same transaction.'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON "entry" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "entry" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept BEFORE DELETE ON "team_head" FOR EACH ROW EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON "team_head" FOR EACH STATEMENT EXECUTE FUNCTION guard_kept();
--> statement-breakpoint
CREATE TRIGGER forward BEFORE INSERT OR UPDATE ON "team_head" FOR EACH ROW EXECUTE FUNCTION guard_head();
--> statement-breakpoint
-- The first word is the table, the others the columns that a row keeps for good.
DO $$
DECLARE
  facts text[] := ARRAY[
    'team id team_id',
    'member team_id person_id',
    'report id team_id',
    'edition report_id number team_id',
    'claim id team_id report_id',
    'passage claim_id id team_id',
    'figure claim_id id team_id',
    'relation claim_id id team_id',
    'source id team_id',
    'evidence claim_id id team_id'
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
CREATE TRIGGER never_changed BEFORE UPDATE ON "edition" FOR EACH ROW EXECUTE FUNCTION guard_kept();
