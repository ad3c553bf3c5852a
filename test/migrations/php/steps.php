<?php

// Runs the SQL of steps that were written for Phinx or Yii 2; stands in for as much of them as those steps ask of.
//
// usage: steps.php mysql|postgresql ADDRESS sql TEXT
//        steps.php mysql|postgresql ADDRESS up|down FILE
// ADDRESS is SOCKET/NAME of MariaDB or SOCKET_FOLDER/NAME of PostgreSQL.

namespace Phinx\Migration {
    abstract class AbstractMigration
    {
        public function getAdapter()
        {
            return new class {
                public function getOption(string $name)
                {
                    return null;
                }

                public function getAdapterType(): string
                {
                    return $GLOBALS['dialect'] === 'mysql' ? 'mysql' : 'pgsql';
                }
            };
        }

        public function execute(string $sql): int
        {
            \run($sql);

            return 0;
        }
    }
}

namespace yii\db {
    class Migration
    {
        public $db;

        public function __construct()
        {
            $this->db = (object) [
                'tablePrefix' => '',
                'driverName' => $GLOBALS['dialect'] === 'mysql' ? 'mysql' : 'pgsql',
            ];
        }

        public function execute($sql, $params = [])
        {
            \run($sql);
        }
    }
}

namespace {
    [, $dialect, $address, $way, $given] = $argv;
    [$place, $name] = [dirname($address), basename($address)];
    $database = $dialect === 'mysql'
        ? new PDO("mysql:unix_socket=$place;dbname=$name;charset=utf8mb4", 'root', '')
        : new PDO("pgsql:host=$place;dbname=$name", 'postgres', '');
    $database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);

    function run(string $sql): void
    {
        $GLOBALS['database']->exec($sql);
    }

    if ($way === 'sql') {
        run($given);
    } else {
        require $given;
        $classes = get_declared_classes();
        $class = end($classes);
        $method = method_exists($class, 'safeUp') ? 'safe'.ucfirst($way) : $way;
        (new $class())->$method();
    }
}
