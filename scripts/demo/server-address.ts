/** A MySQL server by address and an account that may create databases and accounts. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}
