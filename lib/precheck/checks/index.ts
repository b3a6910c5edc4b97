import type { Check } from "../check";
import { binlogContents } from "./binlog-contents";
import { binlogEnabled } from "./binlog-enabled";
import { binlogFiles } from "./binlog-files";
import { binlogFilters } from "./binlog-filters";
import { binlogFormatRow } from "./binlog-format-row";
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
import { foreignKeys } from "./foreign-keys";
import { functionCreation } from "./function-creation";
import { gtidMode } from "./gtid-mode";
import { longTransactions } from "./long-transactions";
import { maxAllowedPacket } from "./max-allowed-packet";
import { nameCase } from "./name-case";
import { objectNames } from "./object-names";
import { objectsExist } from "./objects-exist";
import { onlineDdl } from "./online-ddl";
import { primaryKeys } from "./primary-keys";
import { replicaUpdates } from "./replica-updates";
import { routineBodies } from "./routine-bodies";
import { rowFilters } from "./row-filters";
import { sameNameObjects } from "./same-name-objects";
import { serverId } from "./server-id";
import { serverVersions } from "./server-versions";
import { sourcePrivilegesCheck } from "./source-privileges";
import { sourceReachable } from "./source-reachable";
import { sqlMode } from "./sql-mode";
import { storageEngines } from "./storage-engines";
import { timeZone } from "./time-zone";
import { topology } from "./topology";
import { triggers } from "./triggers";
import { unloggedCascades } from "./unlogged-cascades";
import { xaPrepared } from "./xa-prepared";

/** In the order of the screen, which is DTS's: connectivity, authority, version, binlog, objects. A check stands behind those it depends on. */
export const checks: readonly Check[] = [
  sourceReachable, destinationReachable, sourcePrivilegesCheck, destinationPrivilegesCheck, objectsExist, serverVersions, differentServers,
  binlogEnabled, binlogFormatRow, binlogRowImageFull, binlogFiles, serverId, binlogStart, binlogRetention, binlogFilters, binlogContents, gtidMode, replicaUpdates,
  databaseCreatable, sameNameObjects, destinationTablesEmpty, destinationStructure, destinationKeyRules, destinationWritable,
  storageEngines, foreignKeys, unloggedCascades, primaryKeys, columnTypes, characterSets, objectNames, rowFilters, nameCase, triggers, functionCreation, routineBodies, definers, events,
  sqlMode, timeZone, maxAllowedPacket, connections, destinationSpace, clockSkew, onlineDdl, longTransactions, xaPrepared, topology,
];
