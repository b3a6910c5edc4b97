import { quoteAccount } from "../../mysql/grants";
import { atLeast, type ServerFacts } from "../../mysql/server-facts";
import type { Check, LabelledValue } from "../check";
import type { CheckContext, Role } from "../context";
import { fix, value } from "../fixes";
import { speaker } from "../text";

const say = speaker("password-format", {
  topic: "Password format and login plugin",
  noKey: "{account} can log in without TLS only as long as the server remembers its password",
  whyNoKey: "The server has no RSA key pair for the login without TLS. After FLUSH PRIVILEGES or a restart of the server the login fails, and the task with it.",
  usable: "A plugin that works on this connection",
  tls: "TLS",
  off: "off",
  native: "Let the account log in by another plugin",
  useTls: "Or encrypt the connection",
  useTlsBody: "Choose SSL-encrypted for this endpoint in step 1.",
});

/** A password in the format before MySQL 4.1 does not get this far: servers refuse its login, which the check of the connection names. */
export const passwordFormat: Check = {
  id: "password-format", code: "CHECK_MYSQL_PASSWORD_FORMAT", side: "both", severity: "warning", ignorable: true, dependsOn: ["source-reachable", "destination-reachable"], topic: say("topic"),
  async run(context) {
    const observed: LabelledValue[] = [];
    for (const role of ["source", "destination"] as const) {
      const facts = await context.facts(role);
      const plugin = await readPlugin(context, role, facts);
      const tls = facts.tlsCipher !== null;
      observed.push(value(`${role}: plugin`, plugin), { ...value(`${role}: TLS`, facts.tlsCipher), ...(tls ? {} : { value: say("off") }) });
      if (tls || !(await lacksKey(context, role, plugin))) continue;
      const other = facts.flavour === "mysql" && !atLeast(facts.version, 8, 4) ? [fix("sql", role, facts, say("native"), `ALTER USER ${quoteAccount(facts.account)} IDENTIFIED WITH mysql_native_password BY '<password>';`, { risk: "low" })] : [];
      const account = `${facts.account.user}@${facts.account.host}`;
      const required = [{ ...value(`${role}: plugin`, ""), value: say("usable") }];
      return { status: "warning", title: say("noKey", { account }), observed, required, why: say("whyNoKey"), step: "endpoints", fixes: [...other, fix("console", role, facts, say("useTls"), say("useTlsBody").text)] };
    }
    return { status: "passed", observed };
  },
};

/** An account may always see its own definition; before 5.7 (MariaDB 10.2) the first line of its grants tells the plugin. What is read holds a hash and is not kept. Null: this server does not tell it. */
async function readPlugin(context: CheckContext, role: Role, facts: ServerFacts): Promise<string | null> {
  const tells = facts.flavour === "mariadb" ? atLeast(facts.version, 10, 2) : atLeast(facts.version, 5, 7, 6);
  const rows = await context.query(role, tells ? "SHOW CREATE USER CURRENT_USER()" : "SHOW GRANTS");
  const text = rows.map((row) => Object.values(row).join(" ")).join(" ");
  const named = /IDENTIFIED (?:WITH|VIA) [`'"]?(\w+)[`'"]?/i.exec(text)?.[1] ?? null;
  return named ?? (/IDENTIFIED BY PASSWORD/i.test(text) ? "mysql_native_password" : null);
}

/** Without TLS a password goes to these plugins encrypted by the server's RSA key, or not at all. */
async function lacksKey(context: CheckContext, role: Role, plugin: string | null): Promise<boolean> {
  const status = { caching_sha2_password: "Caching_sha2_password_rsa_public_key", sha256_password: "Rsa_public_key" }[plugin ?? ""];
  if (status === undefined) return false;
  const [row] = await context.query<{ Value: string }>(role, `SHOW GLOBAL STATUS LIKE '${status}'`);
  return !row?.Value;
}
