/** Documents with a web server. */

/** Front matter for a port of its own. */
export const PORT: string = '  params:\n    port: {type: port, default: free}';

/** A web server in Python that answers with a status. */
export function server(status = 200): string {
  return `echo starting
exec python3 -c '
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(${status}); self.end_headers(); self.wfile.write(b"hello")
    def log_message(self, *words): print("request", flush=True)
print("listening", flush=True)
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
'`;
}

/** Readiness of that server. */
export const HTTP: string = `ready=http://127.0.0.1:\${port}/health`;
