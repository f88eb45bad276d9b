"""What a crash in the middle of archiving must not leave."""

#: Rows without a digest, files and locks without an archive.
HALVES = """
    SELECT 'archive', id FROM neiqin_archive WHERE digest IS NULL
     UNION ALL
    SELECT 'paper', d.id FROM neiqin_archive_document d
      LEFT JOIN neiqin_archive a ON a.id = d.archive_id
     WHERE a.digest IS NULL
     UNION ALL
    SELECT 'file', f.id FROM ir_attachment f
      LEFT JOIN neiqin_archive_document d ON d.id = f.res_id
     WHERE f.res_model = 'neiqin.archive.document' AND d.id IS NULL
     UNION ALL
    SELECT 'lock', o.id FROM sale_order o
     WHERE o.neiqin_archive_state = 'archived' AND NOT EXISTS (
           SELECT FROM neiqin_archive a
            WHERE a.order_id = o.id AND a.state = 'archived')
     UNION ALL
    SELECT 'order', a.order_id FROM neiqin_archive a
      JOIN sale_order o ON o.id = a.order_id
     WHERE a.state = 'archived' AND o.neiqin_archive_state <> 'archived'
     UNION ALL
    SELECT 'transfer', p.id FROM stock_picking p
      JOIN sale_order o ON o.id = p.sale_id
     WHERE p.neiqin_is_archived AND o.neiqin_archive_state <> 'archived'
"""
