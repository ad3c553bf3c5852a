/**
 * Looks in `memory` for the next 16 bytes that may hold a needle: those in which `byte0` and, `skip1` to `skip3`
 * bytes further on, `byte1` to `byte3` stand. All bytes are compared with bit 0x20 set, so that letters match in
 * any case and other bytes may match too: the caller looks again.
 * @returns where the 16 bytes start, -1 when there are none from `at` up to `end`
 */
export type Find = (
  at: number,
  end: number,
  byte0: number,
  skip1: number,
  byte1: number,
  skip2: number,
  byte2: number,
  skip3: number,
  byte3: number,
) => number

/** `find.wat`, compiled. Needs the SIMD that every supported Node has. */
const MODULE =
  'AGFzbQEAAAABDgFgCX9/f39/f39/fwF/AwIBAAUDAQAgBxECBm1lbW9yeQIABGZpbmQAAAqKAQGHAQEBe/0MICAgICAgICAgICAgICAgICEJAkADQCAAIAFPDQEgAP0AAAAgCf1QIAL9D/0jIAAgA2r9AAAAIAn9UCAE/Q/9I/1OIAAgBWr9AAAAIAn9UCAG/Q/9IyAAIAdq/QAAACAJ/VAgCP0P/SP9Tv1O/VMEQCAADwsgAEEQaiEADAALC0F/Cw=='

export interface Wasm {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  find: Find
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
