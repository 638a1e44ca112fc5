/**
 * The methods of HTTP that Node's own servers understand (RFC 9110, PATCH, WebDAV, UPnP, QUERY), but
 * CONNECT, which asks for a tunnel and not for a response. Methods are case-sensitive.
 */
export const HTTP_METHODS: readonly string[] =
  `ACL BIND CHECKOUT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE
   NOTIFY OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE
   TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE`.split(/\s+/);
