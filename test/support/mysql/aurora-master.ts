import type { RowDataPacket } from 'mysql2/promise';
import { connectMysql } from './mysql.ts';
import type { MysqlServer } from './mysql.ts';

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.MasterAccounts.html, version 3 */
const privileges = [
  ...['ALTER', 'ALTER ROUTINE', 'CREATE', 'CREATE ROLE', 'CREATE ROUTINE', 'CREATE TEMPORARY TABLES'],
  ...['CREATE USER', 'CREATE VIEW', 'DELETE', 'DROP', 'DROP ROLE', 'EVENT', 'EXECUTE', 'INDEX', 'INSERT'],
  ...['LOCK TABLES', 'PROCESS', 'REFERENCES', 'RELOAD', 'REPLICATION CLIENT', 'REPLICATION SLAVE'],
  ...['SELECT', 'SHOW DATABASES', 'SHOW VIEW', 'TRIGGER', 'UPDATE'],
  ...['APPLICATION_PASSWORD_ADMIN', 'CONNECTION_ADMIN', 'ROLE_ADMIN', 'XA_RECOVER_ADMIN'],
];

/** Privileges that a newer or older server may lack, or have under another name. */
const perhaps = ['SHOW_ROUTINE', 'SET_USER_ID', 'SET_ANY_DEFINER', 'ALLOW_NONEXISTENT_DEFINER'];

/**
 * Creates a user with the rights of Aurora's master user, which it has through a role, as on Aurora. It is not a
 * superuser.
 */
export async function createAuroraMaster(
  server: MysqlServer,
  master: { readonly user: string; readonly password: string },
): Promise<void> {
  const connection = await connectMysql(server);
  const [known] = await connection.query<RowDataPacket[]>('SHOW PRIVILEGES');
  const names = new Set(known.map((row) => String(row.Privilege).toUpperCase()));
  const granted = [...privileges, ...perhaps.filter((name) => names.has(name))].join(', ');
  await connection.query('CREATE ROLE IF NOT EXISTS rds_superuser_role');
  await connection.query(`GRANT ${granted} ON *.* TO rds_superuser_role WITH GRANT OPTION`);
  // RDS's own procedure. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/mysql-stored-proc-ending.html
  await connection.query('CREATE PROCEDURE IF NOT EXISTS mysql.rds_kill(IN thread BIGINT) KILL thread');
  const account = `${connection.escape(master.user)}@'%'`;
  await connection.query(`CREATE USER ${account} IDENTIFIED BY ${connection.escape(master.password)}`);
  await connection.query(`GRANT rds_superuser_role TO ${account} WITH ADMIN OPTION`);
  await connection.query(`SET DEFAULT ROLE rds_superuser_role TO ${account}`);
  await connection.end();
}
