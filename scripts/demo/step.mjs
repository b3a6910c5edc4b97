/**
 * A step that may take a while: says that it begins, what it is at, and how long it took. A failed step throws and says what to do.
 * @template T
 * @param {string} name
 * @param {(report: (line: string) => void) => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function step(name, action) {
  const startedAt = Date.now();
  let told = false;
  // Quick steps need no announcement.
  const tell = () => {
    if (!told) console.log(`  … ${name}`);
    told = true;
  };
  const announce = setTimeout(tell, 700);
  try {
    const result = await action((line) => {
      tell();
      console.log(`    ${line}`);
    });
    console.log(`  ✓ ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
    return result;
  } catch (error) {
    console.log(`  ✗ ${name}`);
    throw error;
  } finally {
    clearTimeout(announce);
  }
}
