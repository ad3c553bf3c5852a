<?php

// Runs migrations of Laravel by its own migrator, without the rest of an application.
//
// usage: laravel_project.php DRIVER ADDRESS up|down FILE…
// ADDRESS is a file of SQLite, SOCKET_FOLDER/NAME of PostgreSQL, or SOCKET/NAME of MariaDB. `up` goes through those of the
// files that it has not gone through; `down` goes back through the last of them.

require_once '/usr/share/php/Illuminate/Database/autoload.php';
require_once '/usr/share/php/Illuminate/Filesystem/autoload.php';

use Illuminate\Database\Capsule\Manager;
use Illuminate\Database\Migrations\DatabaseMigrationRepository;
use Illuminate\Database\Migrations\Migrator;
use Illuminate\Filesystem\Filesystem;
use Illuminate\Support\Facades\Facade;

error_reporting(E_ALL & ~E_DEPRECATED);
[, $driver, $address, $way] = $argv;
$files = array_slice($argv, 4);

if ($driver === 'sqlite') {
    touch($address);
}

$capsule = new Manager();
$capsule->addConnection(match ($driver) {
    'sqlite' => ['driver' => 'sqlite', 'database' => $address, 'foreign_key_constraints' => true],
    'postgresql' => [
        'driver' => 'pgsql', 'host' => dirname($address), 'database' => basename($address),
        'username' => 'postgres', 'password' => '', 'charset' => 'utf8',
    ],
    'mysql' => [
        'driver' => 'mysql', 'unix_socket' => dirname($address), 'database' => basename($address),
        'username' => 'root', 'password' => '', 'charset' => 'utf8mb4', 'collation' => 'utf8mb4_general_ci',
    ],
});
$container = $capsule->getContainer();
$container->instance('db', $capsule->getDatabaseManager());
Facade::setFacadeApplication($container);

$repository = new DatabaseMigrationRepository($capsule->getDatabaseManager(), 'migrations');
if (! $repository->repositoryExists()) {
    $repository->createRepository();
}

// Migrations of tenants stand in a namespace, which applications tell the migrator by their autoloader.
$migrator = new class($repository, $capsule->getDatabaseManager(), new Filesystem()) extends Migrator {
    protected function resolvePath(string $path)
    {
        $text = file_get_contents($path);
        if (! preg_match('/^namespace ([\w\\\\]+);/m', $text, $namespace)) {
            return parent::resolvePath($path);
        }
        require_once $path;
        $class = $namespace[1].'\\'.$this->getMigrationClass($this->getMigrationName($path));

        return new $class();
    }
};

$way === 'up' ? $migrator->run($files, ['step' => true]) : $migrator->rollback($files, ['step' => 1]);
