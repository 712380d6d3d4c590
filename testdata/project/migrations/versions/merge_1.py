"""billing and shipping are one again"""

revision = "merge_1"
down_revision = ("bill_2", "ship_2")


def upgrade():
    pass
