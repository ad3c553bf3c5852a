/**
 * Looks in `memory` for the next 16 bytes in which a needle may start: at `place0` to `place3` from a start, `byte0` to
 * `byte3` stand. All bytes are compared with bit 0x20 set, so that letters match in any case and other bytes may match
 * too: the caller looks again.
 * @returns where the 16 bytes start, perhaps a step behind `end`; -1 when there are none from `at` on
 */
export type Find = (
  at: number,
  end: number,
  place0: number,
  byte0: number,
  place1: number,
  byte1: number,
  place2: number,
  byte2: number,
  place3: number,
  byte3: number,
) => number

/** `find.wat`, compiled. Needs the SIMD that every supported Node has. */
const MODULE =
  'AGFzbQEAAAABFAJgCn9/f39/f39/f38Bf2ABfwF/AwMCAAEFAwEAIAcXAwZtZW1vcnkCAARmaW5kAAADbnVsAAEKygIC8AEBBXtBIP0PIQogA/0PIQsgBf0PIQwCQANAIAAgAU8NASAAIAJq/QAAACAK/VAgC/0jIAAgBGr9AAAAIAr9UCAM/SP9TiENIAAgAmr9AAAQIAr9UCAL/SMgACAEav0AABAgCv1QIAz9I/1OIQ4gDSAO/VD9UwRAIA0gACAGav0AAAAgCv1QIAf9D/0jIAAgCGr9AAAAIAr9UCAJ/Q/9I/1O/U79UwRAIAAPCyAOIAAgBmr9AAAQIAr9UCAH/Q/9IyAAIAhq/QAAECAK/VAgCf0P/SP9Tv1O/VMEQCAAQRBqDwsLIABBIGohAAwACwtBfwtWAQJ/A0AgACABayECIAJBAEwEQEEADwsgAf0AAAD9DAAAAAAAAAAAAAAAAAAAAAD9I/1kQX9BASACdEEBayACQRBOG3EEQEEBDwsgAUEQaiEBDAALAAs='

export interface Wasm {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  find: Find
  /** Whether a NUL stands among the first `end` bytes: 1 or 0. */
  nul(end: number): number
}

/** Starts the module; `null` where WebAssembly is switched off or has no room. */
export function instantiateFind(): Wasm | null {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object
      Instance: new (module: object) => { exports: unknown }
    }
  }
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(MODULE, 'base64'))).exports as Wasm
  } catch {
    return null
  }
}
