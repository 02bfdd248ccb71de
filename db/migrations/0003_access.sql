-- Tells every server process whose rights to look at again: "person <id>" or "claim <id>". A hint only: what it may
-- open is read from the tables.
CREATE FUNCTION tell_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'session' THEN
    PERFORM pg_notify('plumbline_access', 'person ' || OLD.user_id);
  ELSIF TG_TABLE_NAME = 'member' THEN
    PERFORM pg_notify('plumbline_access', 'person ' || NEW.person_id);
  ELSE
    PERFORM pg_notify('plumbline_access', 'claim ' || NEW.id);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER access AFTER DELETE ON "session" FOR EACH ROW EXECUTE FUNCTION tell_access();
--> statement-breakpoint
CREATE TRIGGER access AFTER INSERT OR UPDATE ON "member" FOR EACH ROW EXECUTE FUNCTION tell_access();
--> statement-breakpoint
CREATE TRIGGER access AFTER UPDATE ON "claim" FOR EACH ROW
  WHEN (NEW.withdrawn IS DISTINCT FROM OLD.withdrawn) EXECUTE FUNCTION tell_access();
--> statement-breakpoint
CREATE TRIGGER kept BEFORE UPDATE ON "claim_snapshot" FOR EACH ROW EXECUTE FUNCTION guard_kept();
