-- a copy must not write into, or tidy up, the places of the real database; a backup of
-- before there were places has no such table
DO $$
BEGIN
    IF to_regclass('neiqin_backup_target') IS NOT NULL THEN
        UPDATE neiqin_backup_target SET active = false;
    END IF;
END $$;
