CREATE TABLE "claim_snapshot" (
	"claim_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"team_id" text NOT NULL,
	"state" "bytea" NOT NULL,
	CONSTRAINT "claim_snapshot_claim_id_seq_pk" PRIMARY KEY("claim_id","seq")
);
