import { HubNetworkError } from '@headwater/core'
import { createStoryHub } from '../../.storybook/story-hub.ts'
import {
  Badge,
  Button,
  Callout,
  EmptyState,
  ErrorState,
  HubProvider,
  SelectField,
  Tabs,
  TextField,
  ThemeRoot,
} from '../index.ts'
import type { Subjects } from './subject.ts'

/** Parts that all features share, and what they stand in. */
export const uiSubjects: Subjects = {
  Badge: { element: (props) => <Badge {...props}>Έτοιμο</Badge>, hasControl: false },
  Button: { element: (props) => <Button {...props}>Σώσε</Button> },
  Callout: {
    element: (props) => (
      <Callout {...props} title="Προσοχή" actions={<Button>Δες</Button>}>
        <p>Λείπει μία στήλη.</p>
      </Callout>
    ),
  },
  EmptyState: {
    element: (props) => <EmptyState {...props} title="Τίποτα" actions={<Button>Νέο</Button>} />,
  },
  ErrorState: {
    element: (props) => (
      <ErrorState {...props} error={new HubNetworkError('Χωρίς σύνδεση.')} onRetry={() => {}} />
    ),
  },
  HubProvider: {
    element: (props) => (
      <HubProvider {...props} hub={createStoryHub()}>
        <Button>Σώσε</Button>
      </HubProvider>
    ),
  },
  SelectField: {
    element: (props) => (
      <SelectField {...props} label="Χώρα" hint="Μία." error="Λείπει.">
        <option>Ελλάδα</option>
      </SelectField>
    ),
    reaches: 'control',
  },
  Tabs: {
    element: (props) => (
      <Tabs
        {...props}
        label="Μέρη"
        tabs={[
          { value: 'a', label: 'Πρώτο', content: <p>Ένα</p> },
          { value: 'b', label: 'Δεύτερο', content: <p>Δύο</p> },
        ]}
      />
    ),
  },
  TextField: {
    element: (props) => <TextField {...props} label="Όνομα" hint="Ολόκληρο." error="Λείπει." />,
    reaches: 'control',
  },
  ThemeRoot: {
    element: (props) => (
      <ThemeRoot {...props}>
        <Button>Σώσε</Button>
      </ThemeRoot>
    ),
  },
}
