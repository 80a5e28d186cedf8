export { Button, IconButton, type ButtonProps, type ButtonVariant, type IconButtonProps } from './button.tsx'
export { classNames } from './class-names.ts'
export { ConfirmDialog, Dialog, type ConfirmDialogProps, type DialogProps } from './dialog.tsx'
export {
  Badge,
  Callout,
  EmptyState,
  ProgressBar,
  Skeleton,
  type BadgeProps,
  type CalloutProps,
  type EmptyStateProps,
  type ProgressBarProps,
  type SkeletonProps,
  type Tone,
} from './feedback.tsx'
export {
  CheckboxField,
  SelectField,
  TextAreaField,
  TextField,
  type CheckboxFieldProps,
  type FieldFrame,
  type SelectFieldProps,
  type TextAreaFieldProps,
  type TextFieldProps,
} from './field.tsx'
export { Menu, type MenuItem, type MenuProps } from './menu.tsx'
export { createPartLoader, type PartLoader } from './part-loader.ts'
export { ScrollRegion, type ScrollRegionProps } from './scroll-region.tsx'
export { SearchField, type SearchFieldProps } from './search-field.tsx'
export { Steps, type StepsProps } from './steps.tsx'
export { Tabs, type Tab, type TabsProps } from './tabs.tsx'
export { useMergedRef } from './use-merged-ref.ts'
export { ThemeRoot, type ColorScheme, type ThemeRootProps } from './theme-root.tsx'
