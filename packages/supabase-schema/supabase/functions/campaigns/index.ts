import { campaignsDocument } from '../_shared/campaigns/openapi.ts'
import { campaignsRoutes } from '../_shared/campaigns/routes.ts'
import { serveApi } from '../_shared/campaigns/serve-api.ts'

serveApi({ name: 'campaigns', routes: campaignsRoutes, openApi: campaignsDocument })
