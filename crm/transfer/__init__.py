"""Files in and out: one engine for every record an app declares in its `imports/` drawer.

A file becomes rows (formats, stage), rows become values (binding), values are compared with what
exists (matching, planning), and are written in batches that can be taken up again and undone.
"""
