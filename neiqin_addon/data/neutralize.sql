-- a copy must not write into, or tidy up, the places of the real database; a backup of
-- before there were places has no such table
DO $$
BEGIN
    IF to_regclass('neiqin_backup_target') IS NOT NULL THEN
        UPDATE neiqin_backup_target SET active = false;
    END IF;
    -- nor may a copy tidy up the object store that the real database keeps its files in
    -- (the community's fs_attachment, if it is there)
    IF EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'fs_storage'
                  AND table_schema = current_schema() AND column_name = 'autovacuum_gc') THEN
        UPDATE fs_storage SET autovacuum_gc = false;
    END IF;
    -- nor be taken by a monitoring program for the real one
    IF to_regclass('neiqin_health_token') IS NOT NULL THEN
        UPDATE neiqin_health_token SET revoked_at = now() AT TIME ZONE 'UTC', digest = NULL
         WHERE revoked_at IS NULL;
    END IF;
END $$;
