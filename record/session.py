# Carries out Alembic's commands one after another, as `alembic` does each by itself: a line of JSON on descriptor 4 is one command's arguments, and the answer
# on 3 its exit status, and whether it left everything as it was, so that another command can follow in the same process.
import sys
sys.path[0] = sys.argv[1]  # where the program stands that this is in place of, as Python has it
import gc, json, os, traceback  # noqa: E402
os.set_inheritable(3, False)
os.set_inheritable(4, False)
answers, folder, environment = os.fdopen(3, "w"), os.getcwd(), dict(os.environ)
from alembic.config import main  # noqa: E402
from sqlalchemy.engine import Connection  # noqa: E402


def run(arguments):
    sys.argv = ["alembic"] + arguments
    try:
        main(argv=arguments, prog="alembic")
    except SystemExit as e:
        if isinstance(e.code, int) or e.code is None:
            return (e.code or 0) & 255
        print(e.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def unchanged():
    gc.collect()  # which gives back the connections that nobody holds
    return os.getcwd() == folder and os.environ == environment and not any(isinstance(o, Connection) and not o.closed for o in gc.get_objects())


print("ready", file=answers, flush=True)
for line in os.fdopen(4):
    status = run(json.loads(line))
    sys.stdout.flush()
    sys.stderr.flush()
    print(status, int(status == 0 and unchanged()), file=answers, flush=True)
