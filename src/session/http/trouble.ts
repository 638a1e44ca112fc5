/** Why there is no response, in words that follow "no response: ". */
export interface Trouble {
  readonly message: string;
  readonly hint?: string;
}

const CERTIFICATE_HINT =
  'to trust its authority, start the program with NODE_EXTRA_CA_CERTS=FILE in the environment';
const NOT_TRUSTED: Trouble = {
  message: 'its certificate was issued by nobody who is trusted here',
  hint: CERTIFICATE_HINT,
};

/** By Node's error codes: those of the system, of OpenSSL, of Node itself, and of its parser. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: { message: 'connection refused', hint: 'nothing listens at that address' },
  ECONNRESET: { message: 'the connection was closed without a complete answer' },
  EPIPE: { message: 'the connection was closed while the request was being sent' },
  ETIMEDOUT: { message: 'connecting takes too long' },
  EHOSTUNREACH: { message: 'the host cannot be reached' },
  ENETUNREACH: { message: 'the network cannot be reached' },
  EADDRNOTAVAIL: { message: 'the address cannot be reached from here' },
  ENOTFOUND: { message: 'there is no host of that name' },
  EAI_AGAIN: { message: 'the name of the host cannot be looked up now' },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    message: 'its certificate is signed by itself',
    hint: CERTIFICATE_HINT,
  },
  SELF_SIGNED_CERT_IN_CHAIN: NOT_TRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: NOT_TRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: NOT_TRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: NOT_TRUSTED,
  CERT_HAS_EXPIRED: { message: 'its certificate has expired' },
  CERT_NOT_YET_VALID: { message: 'its certificate is not yet valid' },
  CERT_REVOKED: { message: 'its certificate was revoked' },
  ERR_TLS_CERT_ALTNAME_INVALID: { message: 'its certificate is for another host' },
  EPROTO: { message: 'it does not speak TLS, or not as we do', hint: 'is it `http:`?' },
  ERR_INVALID_CHAR: { message: 'a header has a character that cannot be sent' },
  HPE_HEADER_OVERFLOW: { message: 'its headers are larger than 16 KiB' },
};

/** Words for the error of an exchange. They hold no address, which could have a secret in it. */
export function describeTrouble(error: unknown): Trouble {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const known = TROUBLES[code];
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) {
    return {
      message: `what it answers is no valid HTTP (${message.replace(/^Parse Error: /, '')})`,
    };
  }
  if (code.startsWith('ERR_SSL_')) return { message: `TLS failed (${code})` };
  return { message: code === '' ? message : `it failed with ${code}` };
}
