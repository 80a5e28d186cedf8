import type { DataModel, ImportJob } from '@headwater/core'
import {
  Button,
  DataModelList,
  EmptyState,
  ImportHistory,
  ImportJobsMonitor,
  ModelBuilder,
  RecordsTable,
  Tabs,
  useDataModels,
} from '@headwater/react'
import { Activity, Database, FileUp, Rows3 } from 'lucide-react'
import { useState } from 'react'
import { ImportTab } from './import-tab.tsx'
import { ModelPicker } from './model-picker.tsx'
import { usePlace, type Place } from './use-location.ts'

type Go = (next: Partial<Place>) => void

/** What the models tab shows: the list, or the builder of a new or an existing model. */
type Building = { state: 'list' } | { state: 'building'; model?: DataModel }

function Models({ go }: { go: Go }) {
  const [building, setBuilding] = useState<Building>({ state: 'list' })
  if (building.state === 'building')
    return (
      <ModelBuilder
        model={building.model}
        onCancel={() => setBuilding({ state: 'list' })}
        onSaved={(model) => {
          setBuilding({ state: 'list' })
          if (!building.model) go({ tab: 'import', modelId: model.id })
        }}
      />
    )
  return (
    <DataModelList
      onOpenModel={({ id }) => go({ tab: 'records', modelId: id })}
      onEditModel={(model) => setBuilding({ state: 'building', model })}
      onCreateModel={() => setBuilding({ state: 'building' })}
      emptyActions={<Button onClick={() => go({ tab: 'import', modelId: null })}>Import a file</Button>}
    />
  )
}

function Jobs({ models, go }: { models: readonly DataModel[]; go: Go }) {
  const known = new Set(models.map(({ id }) => id))
  const shared = {
    emptyActions: <Button onClick={() => go({ tab: 'import' })}>Import a file</Button>,
    jobActions: (job: ImportJob) =>
      job.imported_records > 0 && known.has(job.model_id) ? (
        <Button onClick={() => go({ tab: 'records', modelId: job.model_id })}>Open records</Button>
      ) : null,
  }
  return (
    <Tabs
      label="Import jobs"
      tabs={[
        { value: 'now', label: 'Progress', content: <ImportJobsMonitor {...shared} /> },
        { value: 'history', label: 'History and undo', content: <ImportHistory {...shared} /> },
      ]}
    />
  )
}

function Records({ model, go }: { model: DataModel | undefined; go: Go }) {
  if (!model)
    return (
      <div className="hub-panel">
        <EmptyState
          icon={<Rows3 className="hub-icon" aria-hidden />}
          title="No data model yet"
          description="Import a file to have one proposed, or build your own. Its records show here."
          actions={
            <>
              <Button variant="primary" onClick={() => go({ tab: 'import' })}>
                Import a file
              </Button>
              <Button onClick={() => go({ tab: 'models' })}>Build a data model</Button>
            </>
          }
        />
      </div>
    )
  return (
    <RecordsTable
      key={model.id}
      model={model}
      emptyActions={<Button onClick={() => go({ tab: 'import' })}>Import a file</Button>}
    />
  )
}

/** The Data Hub. Source: data-hub spec, "Data Hub Module". */
export function DataHubPage() {
  const [{ tab, modelId }, go] = usePlace()
  const { models = [] } = useDataModels()
  const chosen = models.find(({ id }) => id === modelId)
  // Records are always of a model: of the newest, where none was chosen. A file may bring its own.
  const model = tab === 'records' ? (chosen ?? models[0]) : chosen
  const picker = (
    <ModelPicker
      models={models}
      value={model?.id ?? null}
      withNone={tab === 'import'}
      onChange={(next) => go({ modelId: next })}
    />
  )
  return (
    <main className="portal-page">
      <h1 className="portal-heading">Data hub</h1>
      <Tabs
        label="Data hub"
        value={tab}
        onValueChange={(next) => go({ tab: next })}
        tabs={[
          {
            value: 'models',
            label: 'Data models',
            icon: <Database className="hub-icon" aria-hidden />,
            content: <Models go={go} />,
          },
          {
            value: 'import',
            label: 'Import',
            icon: <FileUp className="hub-icon" aria-hidden />,
            content: (
              <div className="hub-stack">
                {picker}
                <ImportTab model={model} onOpenRecords={({ id }) => go({ tab: 'records', modelId: id })} />
              </div>
            ),
          },
          {
            value: 'jobs',
            label: 'Import jobs',
            icon: <Activity className="hub-icon" aria-hidden />,
            content: <Jobs models={models} go={go} />,
          },
          {
            value: 'records',
            label: 'Records',
            icon: <Rows3 className="hub-icon" aria-hidden />,
            content: (
              <div className="hub-stack">
                {picker}
                <Records model={model} go={go} />
              </div>
            ),
          },
        ]}
      />
    </main>
  )
}
