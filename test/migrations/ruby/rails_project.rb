# Runs migrations of Rails by its own migrator, without the rest of an application.
#
# usage: rails_project.rb ADAPTER ADDRESS FOLDER VERSION
# ADDRESS is a file of SQLite, SOCKET_FOLDER/NAME of PostgreSQL, or SOCKET/NAME of MariaDB. Goes to a version, there or back.

require 'active_record'

dialect, address, folder, version = ARGV
place, name = File.split(address)
ActiveRecord::Base.establish_connection(
  case dialect
  when 'sqlite' then { adapter: 'sqlite3', database: address }
  when 'postgresql' then { adapter: 'postgresql', host: place, database: name, username: 'postgres' }
  else { adapter: 'mysql2', socket: place, database: name, username: 'root', encoding: 'utf8mb4' }
  end
)

# A step written for a later Rails runs as the latest that is here: they differ in tables that are made, not in what changes one.
known = ActiveRecord::VERSION::STRING.to_f
later = Module.new do
  define_method(:find) { |each| super([each.to_s.to_f, known].min) }
end
ActiveRecord::Migration::Compatibility.singleton_class.prepend(later)

ActiveRecord::Migration.verbose = false
ActiveRecord::MigrationContext.new(folder, ActiveRecord::SchemaMigration).migrate(version.to_i)
