import { campaignApiDocument } from '../_shared/campaigns/openapi.ts'
import { campaignApiRoutes } from '../_shared/campaigns/routes.ts'
import { serveApi } from '../_shared/campaigns/serve-api.ts'

serveApi({ name: 'campaign-api', routes: campaignApiRoutes, openApi: campaignApiDocument })
