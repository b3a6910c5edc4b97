import type { Check } from "../check";
import { binlogContents } from "./binlog-contents";
import { binlogEnabled } from "./binlog-enabled";
import { binlogEncryption } from "./binlog-encryption";
import { binlogFiles } from "./binlog-files";
import { binlogFilters } from "./binlog-filters";
import { binlogFormatRow } from "./binlog-format-row";
import { binlogPartialJson } from "./binlog-partial-json";
import { binlogRetention } from "./binlog-retention";
import { binlogRowImageFull } from "./binlog-row-image-full";
import { binlogStart } from "./binlog-start";
import { characterSets } from "./character-sets";
import { clockSkew } from "./clock-skew";
import { columnTypes } from "./column-types";
import { connections } from "./connections";
import { databaseCreatable } from "./database-creatable";
import { definers } from "./definers";
import { destinationKeyRules } from "./destination-key-rules";
import { destinationPrivilegesCheck } from "./destination-privileges";
import { destinationReachable } from "./destination-reachable";
import { destinationSpace } from "./destination-space";
import { destinationStructure } from "./destination-structure";
import { destinationTablesEmpty } from "./destination-tables-empty";
import { destinationWritable } from "./destination-writable";
import { differentServers } from "./different-servers";
import { events } from "./events";
import { filteredCascades } from "./filtered-cascades";
import { foreignKeys } from "./foreign-keys";
import { functionCreation } from "./function-creation";
import { generatedColumns } from "./generated-columns";
import { gtidMode } from "./gtid-mode";
import { heartbeatRow } from "./heartbeat-row";
import { indexLength } from "./index-length";
import { invisibleColumns } from "./invisible-columns";
import { latency } from "./latency";
import { localInfile } from "./local-infile";
import { longTransactions } from "./long-transactions";
import { maxAllowedPacket } from "./max-allowed-packet";
import { nameCase } from "./name-case";
import { nullableUniqueKeys } from "./nullable-unique-keys";
import { objectNames } from "./object-names";
import { objectsExist } from "./objects-exist";
import { onlineDdl } from "./online-ddl";
import { passwordFormat } from "./password-format";
import { primaryKeys } from "./primary-keys";
import { replicaUpdates } from "./replica-updates";
import { routineBodies } from "./routine-bodies";
import { rowFilters } from "./row-filters";
import { runnerCapacity } from "./runner-capacity";
import { runningSchemaChanges } from "./running-schema-changes";
import { sameNameObjects } from "./same-name-objects";
import { sameUser } from "./same-user";
import { semisync } from "./semisync";
import { serverId } from "./server-id";
import { serverLoad } from "./server-load";
import { serverVersions } from "./server-versions";
import { sessionSample } from "./session-sample";
import { sourcePrivilegesCheck } from "./source-privileges";
import { sourceReachable } from "./source-reachable";
import { sqlMode } from "./sql-mode";
import { storageEngines } from "./storage-engines";
import { timeZone } from "./time-zone";
import { timeouts } from "./timeouts";
import { topology } from "./topology";
import { triggers } from "./triggers";
import { unloggedCascades } from "./unlogged-cascades";
import { writeProbe } from "./write-probe";
import { xaPrepared } from "./xa-prepared";

/** In the order of the screen, which is DTS's: connectivity, authority, version, binlog, objects. A check stands behind those it depends on. */
export const checks: readonly Check[] = [
  sourceReachable, destinationReachable, sourcePrivilegesCheck, destinationPrivilegesCheck, passwordFormat, sameUser, objectsExist, serverVersions, differentServers,
  binlogEnabled, binlogFormatRow, binlogRowImageFull, binlogFiles, serverId, binlogStart, sessionSample, binlogRetention, binlogFilters, binlogContents, binlogPartialJson, binlogEncryption,
  gtidMode, replicaUpdates, semisync, heartbeatRow,
  databaseCreatable, sameNameObjects, destinationTablesEmpty, destinationStructure, destinationKeyRules, destinationWritable, writeProbe, localInfile,
  storageEngines, foreignKeys, unloggedCascades, filteredCascades, primaryKeys, nullableUniqueKeys, columnTypes, generatedColumns, invisibleColumns, indexLength, characterSets, objectNames, rowFilters, nameCase, triggers,
  functionCreation, routineBodies, definers, events,
  sqlMode, timeZone, maxAllowedPacket, timeouts, connections, destinationSpace, clockSkew, latency, serverLoad, onlineDdl, runningSchemaChanges, longTransactions, xaPrepared, topology, runnerCapacity,
];
