package lab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// The account is given as -u because mariadb-install-db takes --user for itself and, as root, sets the owner and mode of PAM's helper in
// the system's own folders by it; what it does not know it hands on to the server.
const mariadbScript = `
mkdir tmp # a server that starts clears away what others have in a folder that they share
"$install" --no-defaults $account --datadir="$PWD/data" --tmpdir="$PWD/tmp" --skip-test-db --skip-name-resolve \
	--auth-root-authentication-method=normal --debug-no-sync --innodb-log-file-size=16M
cat >init.sql <<SQL
CREATE USER IF NOT EXISTS root@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
SQL
exec "$server" --no-defaults $account --datadir="$PWD/data" --tmpdir="$PWD/tmp" --socket="$PWD/socket" --pid-file="$PWD/pid" \
	--bind-address=127.0.0.1 --port="$port" --init-file="$PWD/init.sql" --skip-name-resolve --skip-log-bin \
	--debug-no-sync --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-log-file-size=16M \
	--character-set-server=utf8mb4 --max-connections=200 --table-open-cache=4000 --table-definition-cache=4000`

// StartMariaDB starts a MariaDB server, its data below dir or, where dir is empty, in memory or below /tmp. The caller stops it.
func StartMariaDB(ctx context.Context, dir string) (*Instance, error) {
	server, err1 := find("mariadbd")
	install, err2 := find("mariadb-install-db")
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("starting MariaDB: %w; on Debian and Ubuntu, packages mariadb-server-core and mariadb-client-core have it", err)
	}
	account := ""
	if os.Geteuid() == 0 {
		account = "-uroot" // it refuses to be root unless told to
	}
	x, err := start(ctx, dir, plan{
		url:     "mysql://root@127.0.0.1:%d/",
		signals: "KILL",
		env:     []string{"server=" + server, "install=" + install, "account=" + account},
		script:  mariadbScript,
	})
	if err != nil {
		return nil, fmt.Errorf("starting MariaDB: %w", err)
	}
	return x, nil
}

const postgresScript = `
"$initdb" --no-sync --auth=trust --username=postgres --encoding=UTF8 --no-locale --pgdata=data
exec "$server" -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
	-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
	-c max_connections=200 -c max_locks_per_transaction=1024`

// StartPostgres starts a PostgreSQL server, its data below dir or, where dir is empty, in memory or below /tmp. The caller stops it.
// PostgreSQL refuses to be root, so as root it runs as the user postgres, who must be able to enter dir.
func StartPostgres(ctx context.Context, dir string) (*Instance, error) {
	initdb, err := find("initdb")
	if err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w; on Debian and Ubuntu, package postgresql has it", err)
	}
	account, err := postgresAccount()
	if err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	x, err := start(ctx, dir, plan{
		url:     "postgresql://postgres@127.0.0.1:%d/",
		account: account,
		signals: "QUIT TERM", // KILL would leave its shared memory behind; a shell in the background ignores QUIT, until it is the server
		env:     []string{"server=" + filepath.Join(filepath.Dir(initdb), "postgres"), "initdb=" + initdb},
		script:  postgresScript,
	})
	if err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	return x, nil
}

func postgresAccount() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err1 := user.Lookup("postgres")
	if err1 != nil {
		return nil, err1
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}

// find returns where a program is: on the PATH, or where Debian keeps servers out of it; of several PostgreSQLs the newest.
func find(program string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return filepath.EvalSymlinks(path)
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + program)
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(major(b), major(a)) })
	for _, path := range append(found, "/usr/sbin/"+program) {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not installed", program)
}

// major returns the version in /usr/lib/postgresql/15/bin/initdb.
func major(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}
