/** What a function serves: `Deno.serve(server.fetch)`. */
export interface FunctionServer {
  fetch(request: Request): Response | Promise<Response>
}
