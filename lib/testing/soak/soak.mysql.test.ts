/** A minute of random work, schema changes and faults, with another seed every day: `SOAK_SEED` repeats one. See `npm run soak` for longer ones. */
import { expect, test } from "vitest";
import { dice } from "../dice";
import { runSoak } from "./run-soak";
import { faultDeed, schemaDeed, writerDeed } from "./soak-deeds";
import { firstRows, soakSource } from "./soak-tables";

const seed = Number(process.env.SOAK_SEED ?? Math.floor(Date.now() / 86_400_000));

test(`a minute of random transactions, schema changes and faults ends with both servers equal (SOAK_SEED=${seed})`, { timeout: 400_000 }, async () => {
  const result = await runSoak({ seed, minutes: 1, roundSeconds: 30 });
  expect(result.failure, `npm run soak -- --seed ${seed} --minutes 1 --round 30\ntrace: ${result.trace}`).toBeNull();
});

test.each(["9.7", "5.6", "mariadb"] as const)("the seed alone decides what the sessions of a soak do (%s)", (pair) => {
  const deeds = (from: number) => {
    const roll = dice(from);
    const source = soakSource(pair);
    return JSON.stringify([firstRows(roll, source), ...Array.from({ length: 200 }, () => [writerDeed(roll, source), schemaDeed(roll, source), faultDeed(roll)])]);
  };
  expect(deeds(7)).toBe(deeds(7));
  expect(deeds(7)).not.toBe(deeds(8));
});
