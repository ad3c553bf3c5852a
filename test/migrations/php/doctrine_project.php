<?php

// Runs steps of Doctrine on its own DBAL, and entities through its own SchemaTool. Debian has no Doctrine Migrations: the
// class that steps extend stands here, and does what theirs does: the statements of a step, then what it made of the schema.
//
// usage: doctrine_project.php mysql|postgresql ADDRESS up|down FILE…
//        doctrine_project.php mysql|postgresql ADDRESS models|check FOLDER
// ADDRESS is SOCKET/NAME of MariaDB or SOCKET_FOLDER/NAME of PostgreSQL. `models` makes the tables of the entities in a
// folder; `check` fails where the database is not as they say.

namespace Doctrine\Migrations {
    use Doctrine\DBAL\Connection;
    use Doctrine\DBAL\Schema\Schema;

    abstract class AbstractMigration
    {
        protected $connection;
        protected $platform;
        private array $statements = [];

        public function __construct(Connection $connection)
        {
            $this->connection = $connection;
            $this->platform = $connection->getDatabasePlatform();
        }

        protected function addSql(string $sql): void
        {
            $this->statements[] = $sql;
        }

        protected function abortIf(bool $condition, string $message = ''): void
        {
            if ($condition) {
                throw new \RuntimeException($message);
            }
        }

        public function carry(string $way): void
        {
            $manager = $this->connection->createSchemaManager();
            $from = $manager->introspectSchema();
            $to = clone $from;
            $this->$way($to);
            $diff = $manager->createComparator()->compareSchemas($from, $to);
            foreach ([...$this->statements, ...$this->platform->getAlterSchemaSQL($diff)] as $statement) {
                $this->connection->executeStatement($statement);
            }
        }
    }
}

namespace {
    // As versions before 2.0 call it.
    class_alias(Doctrine\Migrations\AbstractMigration::class, 'Doctrine\DBAL\Migrations\AbstractMigration');

    use Doctrine\Common\Annotations\AnnotationReader;
    use Doctrine\DBAL\DriverManager;
    use Doctrine\ORM\Configuration;
    use Doctrine\ORM\EntityManager;
    use Doctrine\ORM\Mapping\Driver\AnnotationDriver;
    use Doctrine\ORM\Mapping\Driver\AttributeDriver;
    use Doctrine\ORM\Mapping\UnderscoreNamingStrategy;
    use Doctrine\ORM\Tools\SchemaTool;
    use Doctrine\ORM\Tools\SchemaValidator;

    error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);
    require_once '/usr/share/php/Doctrine/DBAL/autoload.php';

    [, $dialect, $address, $way, $given] = $argv;
    [$place, $name] = [dirname($address), basename($address)];
    $connection = DriverManager::getConnection(
        $dialect === 'mysql'
            ? ['driver' => 'pdo_mysql', 'unix_socket' => $place, 'dbname' => $name, 'user' => 'root', 'charset' => 'utf8mb4']
            : ['driver' => 'pdo_pgsql', 'host' => $place, 'dbname' => $name, 'user' => 'postgres'],
    );

    if ($way === 'up' || $way === 'down') {
        foreach (array_slice($argv, 4) as $file) {
            $known = get_declared_classes();
            require $file;
            foreach (array_diff(get_declared_classes(), $known) as $class) {
                if (is_subclass_of($class, Doctrine\Migrations\AbstractMigration::class)) {
                    (new $class($connection))->carry($way);
                }
            }
        }
        exit(0);
    }

    require_once '/usr/share/php/Doctrine/ORM/autoload.php';
    require_once '/usr/share/php/Doctrine/Common/Annotations/autoload.php';
    $known = get_declared_classes();
    $text = '';
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($given)) as $file) {
        if (preg_match('/\.php$/', $file) && str_contains(file_get_contents($file), 'ORM\\')) {
            $text .= file_get_contents($file);
            require_once $file;
        }
    }
    $config = new Configuration();
    $config->setProxyDir(sys_get_temp_dir());
    $config->setProxyNamespace('Proxies');
    $config->setNamingStrategy(new UnderscoreNamingStrategy(CASE_LOWER, true));
    $config->setMetadataDriverImpl(
        str_contains($text, '#[ORM\\') ? new AttributeDriver([$given]) : new AnnotationDriver(new AnnotationReader(), [$given]),
    );
    $manager = new EntityManager($connection, $config);
    $entities = $manager->getMetadataFactory()->getAllMetadata();
    $tool = new SchemaTool($manager);

    if ($way === 'models') {
        $tool->createSchema($entities);
        exit(0);
    }

    $wrong = [
        ...array_merge(...array_values((new SchemaValidator($manager))->validateMapping())),
        ...$tool->getUpdateSchemaSql($entities, true),
        ...($entities === [] ? ['no entities were found'] : []),
    ];
    fwrite(STDERR, implode("\n", $wrong));
    exit($wrong === [] ? 0 : 1);
}
