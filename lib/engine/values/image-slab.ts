import { RowImage } from "../change";
import { allocateLarge, largeBytes } from "../../mysql/large-memory";
import { LiteralWriter, spare } from "./escape";

const slabBytes = 256 * 1024;
const slabOffsets = 16 * 1024;

/**
 * Where row images are written: large buffers shared by many rows, so that a row costs no allocation of its own. A full slab is left
 * to its images and a new one begun; the row under way moves over. Call `begin`, per column `startColumn` + one literal, then `end`.
 */
export class ImageSlab extends LiteralWriter {
  #offsets = new Int32Array(slabOffsets);
  #base = 0;
  #next = 0;
  #rowStart = 0;

  constructor() {
    super(slabBytes);
  }

  override get origin(): number {
    return this.#rowStart;
  }

  begin(columns: number): void {
    if (this.#next + columns + 1 > this.#offsets.length) {
      this.#offsets = new Int32Array(Math.max(slabOffsets, columns + 1));
      this.#next = 0;
    }
    this.#base = this.#next;
    this.#rowStart = this.length;
  }

  startColumn(): void {
    this.#offsets[this.#next++] = this.length;
  }

  /** Ends a column's literal. */
  comma(): void {
    this.byte(0x2c);
  }

  end(): RowImage {
    this.#offsets[this.#next++] = this.length;
    return new RowImage(this.buffer, this.#offsets, this.#base);
  }

  /** Leaves a large slab to its images, so that its memory ends with them. */
  retire(): void {
    if (this.buffer.length <= largeBytes) return;
    this.buffer = Buffer.allocUnsafeSlow(slabBytes);
    this.length = 0;
    this.#rowStart = 0;
  }

  /** Bytes of the row written last. */
  get rowBytes(): number {
    return this.length - this.#rowStart;
  }

  protected override grow(count: number): void {
    const used = this.length - this.#rowStart;
    const needed = used + count;
    // A large row has a slab of its own, without room for another one.
    const next = allocateLarge(Math.max(slabBytes, needed < largeBytes ? Math.ceil(needed * 1.25) : needed + spare(needed, count)));
    this.buffer.copy(next, 0, this.#rowStart, this.length);
    for (let i = this.#base; i < this.#next; i++) this.#offsets[i]! -= this.#rowStart;
    this.buffer = next;
    this.length = used;
    this.#rowStart = 0;
  }
}
