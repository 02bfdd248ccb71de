export function bundledVerifier(): Promise<Uint8Array>
