CREATE INDEX "entry_kind" ON "entry" USING btree ("team_id","kind","seq");--> statement-breakpoint
CREATE INDEX "entry_actor" ON "entry" USING btree ("team_id","actor","kind","seq");