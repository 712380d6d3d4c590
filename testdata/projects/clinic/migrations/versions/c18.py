"""every appointment has a room"""
from alembic import op

revision = "c18"
down_revision = "c17"


def upgrade():
    op.execute("INSERT INTO rooms (name) SELECT 'waiting room' WHERE EXISTS (SELECT 1 FROM appointments WHERE room IS NULL)")
    op.execute("UPDATE appointments SET room = (SELECT min(id) FROM rooms) WHERE room IS NULL")
    op.execute("ALTER TABLE appointments ALTER COLUMN room SET NOT NULL")
