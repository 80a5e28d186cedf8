import * as z from 'zod/mini'
import { workspaceConnectionSchema, type WorkspaceConnection } from '../../contracts/index.ts'
import { cachedRead } from '../../request/cached-read.ts'
import { queryOptionsOf } from '../feature-context.ts'
import type { HubContext } from '../hub-context.ts'
import { readRows, restError } from '../read-rows.ts'

/** The key of the connection in the query cache. */
export const connectionKeys = { all: ['headwater', 'workspace-connection'] as const }

/** Makes the client of an agency's connection to its vendor and to Slack. Tokens go in and never come out. */
export function createConnectionClient(context: HubContext) {
  const { supabase, queryClient } = context
  const queries = {
    get: () =>
      queryOptionsOf<WorkspaceConnection | null, typeof connectionKeys.all>(
        connectionKeys.all,
        30_000,
        async (signal) => {
          const { data, meta } = await readRows(
            context,
            'workspace_connections',
            z.array(workspaceConnectionSchema),
            (inner) => supabase.from('workspace_connections').select().limit(1).abortSignal(inner),
            signal,
          )
          return { data: data[0] ?? null, meta }
        },
      ),
  }
  async function call(name: string, parameters: object, what: string): Promise<void> {
    const answer = await supabase.rpc(name, parameters)
    if (answer.error) throw restError(what, answer)
    await queryClient.invalidateQueries({ queryKey: connectionKeys.all })
  }
  return {
    keys: connectionKeys,
    queries,
    /** The agency's connection, or null. */
    get: () => cachedRead(queryClient, queries.get()),
    /** Connects the agency to its instance of Email Bison. Only admins may. @throws HubApiError FORBIDDEN, 23514 for an address that is not `https://<name>` */
    connect: ({ baseUrl, token }: { baseUrl: string; token: string }) =>
      call('set_email_bison_connection', { base_url: baseUrl, token }, 'Connecting'),
    /** Gives a workspace a token of its own, where one is not made by itself. Only admins may. */
    setWorkspaceToken: (workspaceId: string, token: string) =>
      call('set_workspace_token', { workspace_id: workspaceId, token }, 'Setting the token'),
    /** Chooses where in Slack incidents are told: a webhook's address, or a bot's token and a channel. Only admins may. */
    setSlack: (
      destination: { kind: 'webhook'; url: string } | { kind: 'bot'; token: string; channel: string },
    ) =>
      call(
        'set_slack_destination',
        destination.kind === 'webhook'
          ? { kind: 'webhook', secret: destination.url, channel: null }
          : { kind: 'bot', secret: destination.token, channel: destination.channel },
        'Choosing the Slack channel',
      ),
  }
}

/** The client of the connection. */
export type ConnectionClient = ReturnType<typeof createConnectionClient>
