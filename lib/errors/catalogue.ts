/** Where the cause lies. */
export type ErrorScope = "source" | "destination" | "control" | "input" | "internal";

/**
 * What the runner does with it: `retry` backs off and starts a new attempt within the retry window; `stop` fails the task
 * with the remedy; `answer` is said to the person who asked; `lost` stops in silence because somebody else owns the task;
 * `bug` fails the task and asks for a report.
 */
export type Disposition = "retry" | "stop" | "answer" | "lost" | "bug";

export interface ErrorEntry {
  readonly scope: ErrorScope;
  readonly disposition: Disposition;
  /** What happened, present tense. `{name}` is filled from the error's context. */
  readonly sentence: string;
  /** What cures it. */
  readonly remedy: string;
}

/** Every error of the product. A row is also the user documentation of that error. */
export const errorCatalogue = {
  // connections -----------------------------------------------------------------------------------------------------
  "source-unreachable": { scope: "source", disposition: "retry", sentence: "The source does not answer.", remedy: "Check that MySQL runs on the host, that the port is right and that the network lets the runner through." },
  "destination-unreachable": { scope: "destination", disposition: "retry", sentence: "The destination does not answer.", remedy: "Check that the cluster runs, that its endpoint is right and that its whitelist lists the runner." },
  "source-access-denied": { scope: "source", disposition: "stop", sentence: "The source refuses the account or its password.", remedy: "Correct the account and password of the source endpoint, or grant the host part that the runner connects from." },
  "destination-access-denied": { scope: "destination", disposition: "stop", sentence: "The destination refuses the account or its password.", remedy: "Correct the account and password of the destination endpoint, or grant the host part that the runner connects from." },
  "source-privilege-missing": { scope: "source", disposition: "stop", sentence: "The source account lacks a privilege.", remedy: "The server's answer names what is missing: grant it to the source account, then resume." },
  "destination-privilege-missing": { scope: "destination", disposition: "stop", sentence: "The destination account lacks a privilege.", remedy: "The server's answer names what is missing: grant it to the destination account, then resume." },
  "source-too-many-connections": { scope: "source", disposition: "retry", sentence: "The source has no free connection.", remedy: "Raise max_connections at the source or close idle clients." },
  "destination-too-many-connections": { scope: "destination", disposition: "retry", sentence: "The destination has no free connection.", remedy: "Raise max_connections at the destination or close idle clients." },
  "connection-lost": { scope: "internal", disposition: "retry", sentence: "A database connection was lost.", remedy: "Nothing to do while retries go on. If it persists, look at the network and at the server's log." },
  "tls-failed": { scope: "internal", disposition: "stop", sentence: "The encrypted connection cannot be established.", remedy: "Check that the server offers TLS and that the CA file belongs to it." },
  "source-identity-changed": { scope: "source", disposition: "stop", sentence: "Another server answers at the source address than the one this task began with.", remedy: "Restore the address to the original server. If this was a failover, check that the new server has the same history and reset the task." },
  "same-server": { scope: "input", disposition: "answer", sentence: "Source and destination are the same server.", remedy: "Choose another destination." },
  // reading the log -------------------------------------------------------------------------------------------------
  "binlog-disabled": { scope: "source", disposition: "stop", sentence: "The source writes no binary log.", remedy: "Set log_bin in my.cnf and restart the source." },
  "binlog-purged": { scope: "source", disposition: "stop", sentence: "The source no longer has the binary log that this task needs.", remedy: "The changes in between are gone at the source. Reset the task and load the data anew; raise the retention before." },
  "binlog-position-invalid": { scope: "source", disposition: "stop", sentence: "The source no longer has the log that the task has read up to its position.", remedy: "The log was reset, or the source was put back to an earlier state (a snapshot, a restored data directory): other transactions bear the names of those that were applied. Reset the task and load the data anew." },
  "binlog-reader-conflict": { scope: "source", disposition: "stop", sentence: "Another replica uses the same server id or UUID at the source.", remedy: "Stop the other reader at the source, then resume." },
  "source-gtids-switched": { scope: "source", disposition: "retry", sentence: "The source has switched GTIDs off and no longer serves its log by GTID.", remedy: "Nothing to do: the task goes on by log file and offset." },
  "source-gtids-off": { scope: "source", disposition: "stop", sentence: "The task has not read all transactions with GTIDs, and gtid_mode=OFF keeps the source from sending them.", remedy: "Run SET GLOBAL gtid_mode = OFF_PERMISSIVE at the source, then resume. Set it OFF again when the task has caught up." },
  "binlog-checksum-wrong": { scope: "source", disposition: "retry", sentence: "A binary log event arrives damaged.", remedy: "The event is read again. If it persists, check the source's disk and the network." },
  "binlog-event-undecodable": { scope: "source", disposition: "stop", sentence: "A change in the selected objects cannot be decoded.", remedy: "The event and position are named in the detail. Nothing was skipped." },
  "binlog-event-unknown": { scope: "source", disposition: "stop", sentence: "The source sends a kind of event that this version does not know.", remedy: "Upgrade Tributary, or switch off the server feature that writes it." },
  "binlog-statement-format": { scope: "source", disposition: "stop", sentence: "A change in the selected objects was logged as a statement instead of rows.", remedy: "Set binlog_format=ROW globally and end the sessions that still use another format." },
  "binlog-row-image-incomplete": { scope: "source", disposition: "stop", sentence: "A row change does not hold all columns.", remedy: "Set binlog_row_image=FULL globally and end the sessions that still use MINIMAL or NOBLOB." },
  "binlog-incident": { scope: "source", disposition: "stop", sentence: "The source reports that its binary log has a gap.", remedy: "Changes may be missing from the log. Reset the task and load the data anew." },
  "binlog-xa-prepared": { scope: "source", disposition: "stop", sentence: "An XA transaction was committed that had been prepared long before this task began, and its rows were not found in the log.", remedy: "Grant XA_RECOVER_ADMIN to the source account so that the task can wait for prepared transactions before it begins, then reset the task." },
  "source-xa-unfinished": { scope: "source", disposition: "retry", sentence: "XA transactions are prepared at the source and neither committed nor rolled back, so the initial load cannot begin.", remedy: "Ask the transaction manager that made them (XA RECOVER lists them) and run XA COMMIT or XA ROLLBACK. The task goes on by itself." },
  "schema-mismatch": { scope: "source", disposition: "stop", sentence: "A row change does not fit the known columns of its table.", remedy: "The table was changed in a way that the log does not tell. Reset the task, or report it with the diagnostic bundle." },
  // schema and DDL --------------------------------------------------------------------------------------------------
  "ddl-unreadable": { scope: "source", disposition: "stop", sentence: "A schema change cannot be parsed.", remedy: "Apply the shown statement at the destination by hand and mark it as done; or run another statement instead, or skip it." },
  "ddl-unsupported": { scope: "source", disposition: "stop", sentence: "A schema change is of a kind that cannot be carried over.", remedy: "Apply it at the destination by hand and mark it as done; or run another statement instead, or skip it." },
  "ddl-kind-left-out": { scope: "destination", disposition: "stop", sentence: "A schema change of a kind that the task does not carry leaves a destination table without what the source's rows need.", remedy: "Make the change at the destination by hand, then resume; or run another statement instead, or skip it." },
  "ddl-names-meet": { scope: "source", disposition: "stop", sentence: "A schema change gives two objects of the source one name at the destination.", remedy: "Look which two the detail names, and skip the statement: the new one is left out then, with its rows. To carry it, give it another name in the destination under Modify Objects to Synchronize." },
  "names-meet": { scope: "input", disposition: "stop", sentence: "Two objects of the source would have one name at the destination.", remedy: "The detail names them. Reset the task, then give one of them another name in the destination or leave it out." },
  "ddl-failed": { scope: "destination", disposition: "stop", sentence: "The destination rejects a schema change.", remedy: "Correct the cause at the destination and retry; or edit or skip the statement." },
  "ddl-outcome-unknown": { scope: "destination", disposition: "stop", sentence: "A schema change was interrupted and it cannot be told whether it took effect.", remedy: "Look at the destination. If it took effect, mark the statement as done; if not, edit it and run it again." },
  "cascade-during-load": { scope: "source", disposition: "stop", sentence: "While tables were copied, a key was left and used again, and what the source's cascades did to the rows that refer to it is not in its log.", remedy: "Which of those rows belong to whom cannot be told any more. Reset the task and load again, while nobody changes keys of this table that rows refer to, or uses deleted ones again." },
  "schema-changed-during-load": { scope: "source", disposition: "stop", sentence: "A table was renamed, dropped or altered during the initial load.", remedy: "Set this table aside and add it to the objects again: it is copied anew. Where it has another name now, reset the task instead. Change no table while it is copied." },
  "schema-unstable": { scope: "source", disposition: "retry", sentence: "The source's tables change while they are being read.", remedy: "Wait until the schema change at the source has ended." },
  "schema-object-failed": { scope: "destination", disposition: "stop", sentence: "An object cannot be created at the destination.", remedy: "The statement and the server's answer are in the detail. Create it by hand or leave it out." },
  "destination-structure-differs": { scope: "destination", disposition: "stop", sentence: "A destination table does not have the columns of its source table.", remedy: "Add what is missing to the destination table, then resume. Before a start: or rename the object so that a new table is created." },
  "destination-table-missing": { scope: "destination", disposition: "stop", sentence: "A destination table does not exist.", remedy: "Create it there, then resume; or reset the task and include Initial Schema Synchronization." },
  "destination-table-exists": { scope: "destination", disposition: "stop", sentence: "A destination table already exists.", remedy: "Remove the table there, then resume; or reset the task and give the object another name, or choose the processing mode Ignore." },
  // writing ---------------------------------------------------------------------------------------------------------
  "destination-deadlock": { scope: "destination", disposition: "retry", sentence: "The destination chose our transaction as a deadlock victim.", remedy: "Nothing to do: it is repeated. If it persists, look for other writers in the destination tables." },
  "destination-lock-timeout": { scope: "destination", disposition: "retry", sentence: "A row or table at the destination stays locked.", remedy: "End the session that holds the lock at the destination." },
  "destination-read-only": { scope: "destination", disposition: "retry", sentence: "The destination is read-only.", remedy: "During a failover this lasts some seconds, and the task goes on by itself. If it persists, use the primary endpoint, or switch read_only off." },
  "destination-disk-full": { scope: "destination", disposition: "stop", sentence: "The destination has no space left.", remedy: "Extend its storage, then resume." },
  "destination-packet-too-large": { scope: "destination", disposition: "stop", sentence: "A row is larger than the destination's max_allowed_packet.", remedy: "Raise max_allowed_packet at the destination, then resume." },
  "destination-rejects-value": { scope: "destination", disposition: "stop", sentence: "The destination rejects a value.", remedy: "Compare the column's definition on both sides, align the destination, then resume." },
  "destination-rejects-row": { scope: "destination", disposition: "stop", sentence: "A constraint of the destination rejects a row.", remedy: "Look at the named constraint at the destination, then resume." },
  "replication-loop": { scope: "input", disposition: "stop", sentence: "Changes of the destination come back to it through this task.", remedy: "Another task carries changes of the destination to the source of this one, directly or over other servers. Take the named table out of one of both. Where the other task has ended, reset the task." },
  "destination-changes-rows": { scope: "destination", disposition: "stop", sentence: "The destination holds other rows than were copied to it.", remedy: "Look at the named table at the destination for triggers that change new rows, for columns of another type and for an engine that keeps no rows. Correct the table, then resume." },
  "conflict-stopped": { scope: "destination", disposition: "stop", sentence: "A row at the destination is not as the source's change expects.", remedy: "Somebody else wrote to the destination table. Correct the row, then resume. A task that shall pass over such rows is reset and gets another choice under Conflicts." },
  "keyless-no-quiet-moment": { scope: "source", disposition: "stop", sentence: "A table without a key is written so often that no consistent point for its copy was found.", remedy: "Add a key to the table, or resume in a quieter hour." },
  "modification-hides-cascades": { scope: "source", disposition: "stop", sentence: "A cascading foreign key leads to a table that would be carried apart from its child, and this source does not log what cascades change.", remedy: "Add, remove or reload parent and child together." },
  "cascade-hidden": { scope: "source", disposition: "stop", sentence: "This source does not log what cascades of a foreign key change, and with the chosen row filters and columns the destination cannot work it out.", remedy: "Reset the task. Then carry both tables of the named foreign key without a row filter and with all columns of the key, or drop the foreign key at the source first." },
  "modification-of-followed": { scope: "source", disposition: "stop", sentence: "A table that was followed under a new name would be copied anew by the name that it was chosen by.", remedy: "Remove the table from the objects. Then drop it at the destination and add it under the name that it bears now." },
  "modification-unfinished": { scope: "destination", disposition: "stop", sentence: "A change of the synchronized objects is recorded at the destination and not finished.", remedy: "Resume the task: it finishes the change." },
  "modification-not-merged": { scope: "internal", disposition: "retry", sentence: "The added objects and the running task did not come to the same place in the log.", remedy: "Nothing to do: it is tried again." },
  "selection-differs": { scope: "destination", disposition: "stop", sentence: "The selected objects are not those that this task carries by the record at the destination.", remedy: "Restore the selection. To change the objects of a task that runs already use Modify Objects to Synchronize, on the command line --modify." },
  "checkpoint-unreadable": { scope: "destination", disposition: "stop", sentence: "The checkpoint at the destination cannot be understood.", remedy: "It was written by a newer version or changed by hand. Upgrade, or reset the task." },
  "checkpoint-missing": { scope: "destination", disposition: "stop", sentence: "The destination no longer has the checkpoint of this task, which has already begun.", remedy: "Another server answers at the destination address, or the bookkeeping database was dropped or restored. Point the endpoint to the original destination; if that is gone, reset the task and load the data anew." },
  fenced: { scope: "internal", disposition: "lost", sentence: "A newer runner has taken this task over.", remedy: "Nothing to do." },
  "lease-lost": { scope: "control", disposition: "lost", sentence: "This runner no longer holds the task's lease.", remedy: "Nothing to do." },
  "retry-window-expired": { scope: "internal", disposition: "stop", sentence: "The retry time for failed connections has passed without a recovery.", remedy: "Cure the cause named in the detail, then resume." },
  "source-query-failed": { scope: "source", disposition: "stop", sentence: "The source rejects a query.", remedy: "The server's own message names the object and the reason. Correct it at the source, then retry: the task goes on where it stopped." },
  "destination-query-failed": { scope: "destination", disposition: "stop", sentence: "The destination rejects a statement.", remedy: "The server's own message names the object and the reason. Correct it at the destination, then retry: the task goes on where it stopped." },
  "server-shutting-down": { scope: "internal", disposition: "retry", sentence: "A server is shutting down.", remedy: "Nothing to do while retries go on." },
  "position-reset-refused": { scope: "input", disposition: "answer", sentence: "The task cannot go on at that position.", remedy: "The detail says why. Choose another position, or reset the task and load the data anew." },
  // people ----------------------------------------------------------------------------------------------------------
  "input-invalid": { scope: "input", disposition: "answer", sentence: "Some of what was entered is not valid.", remedy: "Correct the marked fields." },
  "not-found": { scope: "input", disposition: "answer", sentence: "It does not exist or no longer exists.", remedy: "Go back to the list." },
  "not-signed-in": { scope: "input", disposition: "answer", sentence: "Nobody is signed in.", remedy: "Sign in." },
  "not-allowed": { scope: "input", disposition: "answer", sentence: "This account may not do that.", remedy: "Ask an administrator." },
  "last-administrator": { scope: "input", disposition: "answer", sentence: "It is the last administrator who can sign in.", remedy: "Make somebody else an administrator first." },
  "transition-refused": { scope: "input", disposition: "answer", sentence: "The task is not in a state that allows this.", remedy: "The page now shows its present state." },
  "version-conflict": { scope: "input", disposition: "answer", sentence: "Somebody else changed it in the meantime.", remedy: "Reload the page, then make your change again." },
  "in-use": { scope: "input", disposition: "answer", sentence: "It is still in use.", remedy: "Release or reconfigure what uses it first." },
  "name-taken": { scope: "input", disposition: "answer", sentence: "This name or id is already taken.", remedy: "Choose another one." },
  "sign-in-failed": { scope: "input", disposition: "answer", sentence: "User name or password is wrong.", remedy: "Try again. An administrator can set a new password." },
  "too-many-attempts": { scope: "input", disposition: "answer", sentence: "There were too many attempts.", remedy: "Wait a minute, then try again." },
  "already-set-up": { scope: "input", disposition: "answer", sentence: "The first administrator exists already.", remedy: "Sign in." },
  "secret-missing": { scope: "input", disposition: "answer", sentence: "No password is saved for an endpoint.", remedy: "Enter the password on the step Endpoints." },
  "secret-unreadable": { scope: "control", disposition: "stop", sentence: "A saved password cannot be opened.", remedy: "The installation's key changed: restore it, or enter the passwords again." },
  "connection-test-failed": { scope: "input", disposition: "answer", sentence: "The connection test fails.", remedy: "The failing step and the server's answer are shown." },
  "config-invalid": { scope: "input", disposition: "answer", sentence: "The file or the environment holds a wrong setting.", remedy: "Each fault is listed with its place." },
  // us --------------------------------------------------------------------------------------------------------------
  "assertion-failed": { scope: "internal", disposition: "bug", sentence: "An internal promise is broken; the task stopped before it could do harm.", remedy: "Report it with the diagnostic bundle." },
  unknown: { scope: "internal", disposition: "bug", sentence: "An unexpected error stopped the task.", remedy: "Report it with the diagnostic bundle." },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
