// SPDX-License-Identifier: GPL-2.0
/*
 * PCI Local Bus Specification 3.0, chapter 6 and appendix H; PCI Express Base
 * Specification, chapter 7; PCI Power Management 1.2; PCI-X 2.0; Advanced Capabilities.
 */
#include "config_parts.h"

#define COMMAND_FIELDS "IO_SPACE:0 MEMORY_SPACE:1 BUS_MASTER:2 SPECIAL_CYCLES:3 MWI:4 VGA_SNOOP:5 " \
	"PARITY_ERROR_RESPONSE:6 SERR_ENABLE:8 FAST_B2B:9 INTERRUPT_DISABLE:10"
#define STATUS_FIELDS "INTERRUPT:3 CAPABILITIES_LIST:4 66MHZ:5 FAST_B2B:7 MASTER_DATA_PARITY_ERROR:8 " \
	"DEVSEL_TIMING:10-9 SIGNALED_TARGET_ABORT:11 RECEIVED_TARGET_ABORT:12 " \
	"RECEIVED_MASTER_ABORT:13 SIGNALED_SYSTEM_ERROR:14 DETECTED_PARITY_ERROR:15"

#define COMMON \
	{ 0x00, 2, .name = "VENDOR_ID" }, { 0x02, 2, .name = "DEVICE_ID" }, \
	{ 0x04, 2, .name = "COMMAND", .fields = COMMAND_FIELDS }, \
	{ 0x06, 2, .name = "STATUS", .fields = STATUS_FIELDS }, \
	{ 0x08, 1, .name = "REVISION_ID" }, { 0x09, 1, .name = "PROGRAMMING_INTERFACE" }, \
	{ 0x0a, 1, .name = "SUB_CLASS" }, { 0x0b, 1, .name = "BASE_CLASS" }, \
	{ 0x0c, 1, .name = "CACHE_LINE_SIZE" }, { 0x0d, 1, .name = "LATENCY_TIMER" }, \
	{ 0x0e, 1, .name = "HEADER_TYPE", .fields = "LAYOUT:6-0 MULTI_FUNCTION:7" }, \
	{ 0x0f, 1, .name = "BIST", .fields = "COMPLETION_CODE:3-0 START:6 CAPABLE:7" }

#define LAST \
	{ 0x3c, 1, .name = "INTERRUPT_LINE" }, { 0x3d, 1, .name = "INTERRUPT_PIN" }

static const struct config_register header_0[] = {
	COMMON,
	{ 0x10, 4, .name = "BAR0" }, { 0x14, 4, .name = "BAR1" }, { 0x18, 4, .name = "BAR2" },
	{ 0x1c, 4, .name = "BAR3" }, { 0x20, 4, .name = "BAR4" }, { 0x24, 4, .name = "BAR5" },
	{ 0x28, 4, .name = "CARDBUS_CIS_POINTER" },
	{ 0x2c, 2, .name = "SUBSYSTEM_VENDOR_ID" }, { 0x2e, 2, .name = "SUBSYSTEM_ID" },
	{ 0x30, 4, .name = "EXPANSION_ROM_BASE", .fields = "ENABLE:0 ADDRESS:31-11" },
	{ 0x34, 1, .name = "CAPABILITIES_POINTER" },
	LAST, { 0x3e, 1, .name = "MIN_GNT" }, { 0x3f, 1, .name = "MAX_LAT" },
};

static const struct config_register header_1[] = {
	COMMON,
	{ 0x10, 4, .name = "BAR0" }, { 0x14, 4, .name = "BAR1" },
	{ 0x18, 1, .name = "PRIMARY_BUS" }, { 0x19, 1, .name = "SECONDARY_BUS" },
	{ 0x1a, 1, .name = "SUBORDINATE_BUS" }, { 0x1b, 1, .name = "SECONDARY_LATENCY_TIMER" },
	{ 0x1c, 1, .name = "IO_BASE" }, { 0x1d, 1, .name = "IO_LIMIT" },
	{ 0x1e, 2, .name = "SECONDARY_STATUS" },
	{ 0x20, 2, .name = "MEMORY_BASE" }, { 0x22, 2, .name = "MEMORY_LIMIT" },
	{ 0x24, 2, .name = "PREFETCHABLE_BASE" }, { 0x26, 2, .name = "PREFETCHABLE_LIMIT" },
	{ 0x28, 4, .name = "PREFETCHABLE_BASE_UPPER" }, { 0x2c, 4, .name = "PREFETCHABLE_LIMIT_UPPER" },
	{ 0x30, 2, .name = "IO_BASE_UPPER" }, { 0x32, 2, .name = "IO_LIMIT_UPPER" },
	{ 0x34, 1, .name = "CAPABILITIES_POINTER" },
	{ 0x38, 4, .name = "EXPANSION_ROM_BASE", .fields = "ENABLE:0 ADDRESS:31-11" },
	LAST, { 0x3e, 2, .name = "BRIDGE_CONTROL" },
};

/* Of any other layout these are the same. */
static const struct config_register header_other[] = { COMMON };

#define CAPABILITY { 0, 1, .name = "CAPABILITY_ID" }, { 1, 1, .name = "NEXT_POINTER" }

static const struct config_register only_header[] = { CAPABILITY };

static const struct config_register power[] = {
	CAPABILITY,
	{ 2, 2, .name = "CAPABILITIES", .fields = "VERSION:2-0 PME_CLOCK:3 DSI:5 AUX_CURRENT:8-6 D1:9 D2:10 PME_SUPPORT:15-11" },
	{ 4, 2, .name = "CONTROL_STATUS", .fields = "POWER_STATE:1-0 NO_SOFT_RESET:3 PME_ENABLE:8 DATA_SELECT:12-9 DATA_SCALE:14-13 PME_STATUS:15" },
	{ 6, 1, .name = "BRIDGE_EXTENSIONS" }, { 7, 1, .name = "DATA" },
};

static const struct config_register vpd[] = {
	CAPABILITY, { 2, 2, .name = "ADDRESS", .fields = "ADDRESS:14-0 F:15" }, { 4, 4, .name = "DATA" },
};

#define MSI_CONTROL { 2, 2, .name = "MESSAGE_CONTROL", .fields = "ENABLE:0 MULTIPLE_MESSAGE_CAPABLE:3-1 " \
	"MULTIPLE_MESSAGE_ENABLE:6-4 64BIT:7 PER_VECTOR_MASKING:8" }, \
	{ 4, 4, .name = "MESSAGE_ADDRESS" }

static const struct config_register msi[] = { CAPABILITY, MSI_CONTROL };

static const struct config_register msi_32[] = {
	CAPABILITY, MSI_CONTROL, { 8, 2, .name = "MESSAGE_DATA" },
};

static const struct config_register msi_64[] = {
	CAPABILITY, MSI_CONTROL, { 8, 4, .name = "MESSAGE_UPPER_ADDRESS" },
	{ 12, 2, .name = "MESSAGE_DATA" },
};

static const struct config_register msi_32_masked[] = {
	CAPABILITY, MSI_CONTROL, { 8, 2, .name = "MESSAGE_DATA" },
	{ 12, 4, .name = "MASK_BITS" }, { 16, 4, .name = "PENDING_BITS" },
};

static const struct config_register msi_64_masked[] = {
	CAPABILITY, MSI_CONTROL, { 8, 4, .name = "MESSAGE_UPPER_ADDRESS" },
	{ 12, 2, .name = "MESSAGE_DATA" }, { 16, 4, .name = "MASK_BITS" },
	{ 20, 4, .name = "PENDING_BITS" },
};

static const struct config_register msix[] = {
	CAPABILITY,
	{ 2, 2, .name = "MESSAGE_CONTROL", .fields = "TABLE_SIZE:10-0 FUNCTION_MASK:14 ENABLE:15" },
	{ 4, 4, .name = "TABLE", .fields = "BIR:2-0 OFFSET:31-3" },
	{ 8, 4, .name = "PBA", .fields = "BIR:2-0 OFFSET:31-3" },
};

static const struct config_register subsystem[] = {
	CAPABILITY, { 2, 2, .name = "RESERVED" }, { 4, 2, .name = "SUBSYSTEM_VENDOR_ID" }, { 6, 2, .name = "SUBSYSTEM_ID" },
};

static const struct config_register vendor_specific[] = { CAPABILITY, { 2, 1, .name = "LENGTH" } };

static const struct config_register features[] = {
	CAPABILITY, { 2, 1, .name = "LENGTH" },
	{ 3, 1, .name = "CAPABILITIES", .fields = "TP:0 FLR:1" },
	{ 4, 1, .name = "CONTROL", .fields = "INITIATE_FLR:0" },
	{ 5, 1, .name = "STATUS", .fields = "TRANSACTIONS_PENDING:0" },
};

#define EXPRESS \
	CAPABILITY, \
	{ 0x02, 2, .name = "CAPABILITIES", .fields = "VERSION:3-0 TYPE:7-4 SLOT:8 INTERRUPT_MESSAGE:13-9" }, \
	{ 0x04, 4, .name = "DEVICE_CAPABILITIES", .fields = "MAX_PAYLOAD:2-0 PHANTOM_FUNCTIONS:4-3 EXTENDED_TAG:5 " \
		"L0S_LATENCY:8-6 L1_LATENCY:11-9 ROLE_BASED_ERROR_REPORTING:15 SLOT_POWER_VALUE:25-18 " \
		"SLOT_POWER_SCALE:27-26 FLR:28" }, \
	{ 0x08, 2, .name = "DEVICE_CONTROL", .fields = "CORRECTABLE_ERROR_REPORTING:0 NON_FATAL_ERROR_REPORTING:1 " \
		"FATAL_ERROR_REPORTING:2 UNSUPPORTED_REQUEST_REPORTING:3 RELAXED_ORDERING:4 MAX_PAYLOAD:7-5 " \
		"EXTENDED_TAG:8 PHANTOM_FUNCTIONS:9 AUX_POWER:10 NO_SNOOP:11 MAX_READ_REQUEST:14-12 " \
		"INITIATE_FLR:15" }, \
	{ 0x0a, 2, .name = "DEVICE_STATUS", .fields = "CORRECTABLE_ERROR:0 NON_FATAL_ERROR:1 FATAL_ERROR:2 " \
		"UNSUPPORTED_REQUEST:3 AUX_POWER:4 TRANSACTIONS_PENDING:5" }, \
	{ 0x0c, 4, .name = "LINK_CAPABILITIES", .fields = "MAX_SPEED:3-0 MAX_WIDTH:9-4 ASPM:11-10 L0S_EXIT_LATENCY:14-12 " \
		"L1_EXIT_LATENCY:17-15 CLOCK_PM:18 PORT_NUMBER:31-24" }, \
	{ 0x10, 2, .name = "LINK_CONTROL", .fields = "ASPM:1-0 READ_COMPLETION_BOUNDARY:3 LINK_DISABLE:4 RETRAIN:5 " \
		"COMMON_CLOCK:6 EXTENDED_SYNCH:7 CLOCK_PM:8 HW_AUTONOMOUS_WIDTH_DISABLE:9" }, \
	{ 0x12, 2, .name = "LINK_STATUS", .fields = "SPEED:3-0 WIDTH:9-4 TRAINING:11 SLOT_CLOCK:12 ACTIVE:13" }

static const struct config_register express[] = { EXPRESS };

static const struct config_register express_2[] = {
	EXPRESS,
	{ 0x14, 4, .name = "SLOT_CAPABILITIES" }, { 0x18, 2, .name = "SLOT_CONTROL" },
	{ 0x1a, 2, .name = "SLOT_STATUS" }, { 0x1c, 2, .name = "ROOT_CONTROL" },
	{ 0x1e, 2, .name = "ROOT_CAPABILITIES" }, { 0x20, 4, .name = "ROOT_STATUS" },
	{ 0x24, 4, .name = "DEVICE_CAPABILITIES_2" },
	{ 0x28, 2, .name = "DEVICE_CONTROL_2", .fields = "COMPLETION_TIMEOUT:3-0 COMPLETION_TIMEOUT_DISABLE:4 ARI:5 "
		"ATOMIC_OP_REQUESTER:6 LTR:10 OBFF:14-13" },
	{ 0x2a, 2, .name = "DEVICE_STATUS_2" }, { 0x2c, 4, .name = "LINK_CAPABILITIES_2" },
	{ 0x30, 2, .name = "LINK_CONTROL_2", .fields = "TARGET_SPEED:3-0 ENTER_COMPLIANCE:4" },
	{ 0x32, 2, .name = "LINK_STATUS_2" }, { 0x34, 4, .name = "SLOT_CAPABILITIES_2" },
	{ 0x38, 2, .name = "SLOT_CONTROL_2" }, { 0x3a, 2, .name = "SLOT_STATUS_2" },
};

/* The upper half of an extended capability's first word has version and pointer. */
#define EXTENDED { 0, 2, .name = "CAPABILITY_ID" }, \
	{ 2, 2, .name = "VERSION_NEXT", .fields = "VERSION:3-0 NEXT_POINTER:15-4" }

static const struct config_register extended_only[] = { EXTENDED };

#define UNCORRECTABLE "DATA_LINK_PROTOCOL:4 SURPRISE_DOWN:5 POISONED_TLP:12 FLOW_CONTROL:13 COMPLETION_TIMEOUT:14 " \
	"COMPLETER_ABORT:15 UNEXPECTED_COMPLETION:16 RECEIVER_OVERFLOW:17 MALFORMED_TLP:18 ECRC:19 " \
	"UNSUPPORTED_REQUEST:20 ACS_VIOLATION:21"
#define CORRECTABLE "RECEIVER:0 BAD_TLP:6 BAD_DLLP:7 REPLAY_ROLLOVER:8 REPLAY_TIMEOUT:12 ADVISORY_NON_FATAL:13"

static const struct config_register errors[] = {
	EXTENDED,
	{ 0x04, 4, .name = "UNCORRECTABLE_ERROR_STATUS", .fields = UNCORRECTABLE },
	{ 0x08, 4, .name = "UNCORRECTABLE_ERROR_MASK", .fields = UNCORRECTABLE },
	{ 0x0c, 4, .name = "UNCORRECTABLE_ERROR_SEVERITY", .fields = UNCORRECTABLE },
	{ 0x10, 4, .name = "CORRECTABLE_ERROR_STATUS", .fields = CORRECTABLE },
	{ 0x14, 4, .name = "CORRECTABLE_ERROR_MASK", .fields = CORRECTABLE },
	{ 0x18, 4, .name = "CAPABILITIES_CONTROL", .fields = "FIRST_ERROR_POINTER:4-0 ECRC_GENERATION_CAPABLE:5 "
		"ECRC_GENERATION_ENABLE:6 ECRC_CHECK_CAPABLE:7 ECRC_CHECK_ENABLE:8" },
	{ 0x1c, 4, 4, 4, "HEADER_LOG", NULL },
};

static const struct config_register channels[] = {
	EXTENDED, { 0x04, 4, .name = "PORT_CAPABILITY_1" }, { 0x08, 4, .name = "PORT_CAPABILITY_2" },
	{ 0x0c, 2, .name = "PORT_CONTROL" }, { 0x0e, 2, .name = "PORT_STATUS" },
	{ 0x10, 4, .name = "VC0_RESOURCE_CAPABILITY" }, { 0x14, 4, .name = "VC0_RESOURCE_CONTROL" },
	{ 0x18, 2, .name = "RESERVED" }, { 0x1a, 2, .name = "VC0_RESOURCE_STATUS" },
};

static const struct config_register serial[] = {
	EXTENDED, { 4, 4, .name = "LOWER" }, { 8, 4, .name = "UPPER" },
};

static const struct config_register budget[] = {
	EXTENDED, { 4, 1, .name = "DATA_SELECT" }, { 8, 4, .name = "DATA" }, { 12, 1, .name = "CAPABILITY" },
};

static const struct config_register vendor_extended[] = {
	EXTENDED, { 4, 4, .name = "HEADER", .fields = "ID:15-0 REVISION:19-16 LENGTH:31-20" },
};

static const struct config_register capability_control[] = {
	EXTENDED, { 4, 2, .name = "CAPABILITY" }, { 6, 2, .name = "CONTROL" },
};

static const struct config_register wide_control[] = {
	EXTENDED, { 4, 4, .name = "CAPABILITY" }, { 8, 4, .name = "CONTROL" },
};

static const struct config_register virtualization[] = {
	EXTENDED, { 0x04, 4, .name = "CAPABILITIES" },
	{ 0x08, 2, .name = "CONTROL", .fields = "VF_ENABLE:0 VF_MIGRATION:1 VF_MIGRATION_INTERRUPT:2 VF_MEMORY_SPACE:3 ARI:4" },
	{ 0x0a, 2, .name = "STATUS" }, { 0x0c, 2, .name = "INITIAL_VFS" }, { 0x0e, 2, .name = "TOTAL_VFS" },
	{ 0x10, 2, .name = "NUM_VFS" }, { 0x12, 1, .name = "FUNCTION_DEPENDENCY_LINK" },
	{ 0x13, 1, .name = "RESERVED" }, { 0x18, 2, .name = "RESERVED" },
	{ 0x14, 2, .name = "FIRST_VF_OFFSET" }, { 0x16, 2, .name = "VF_STRIDE" },
	{ 0x1a, 2, .name = "VF_DEVICE_ID" }, { 0x1c, 4, .name = "SUPPORTED_PAGE_SIZES" },
	{ 0x20, 4, .name = "SYSTEM_PAGE_SIZE" }, { 0x24, 4, .name = "VF_BAR0" }, { 0x28, 4, .name = "VF_BAR1" },
	{ 0x2c, 4, .name = "VF_BAR2" }, { 0x30, 4, .name = "VF_BAR3" }, { 0x34, 4, .name = "VF_BAR4" },
	{ 0x38, 4, .name = "VF_BAR5" }, { 0x3c, 4, .name = "VF_MIGRATION_STATE_ARRAY" },
};

static const struct config_register page_request[] = {
	EXTENDED, { 4, 2, .name = "CONTROL", .fields = "ENABLE:0 RESET:1" },
	{ 6, 2, .name = "STATUS", .fields = "RESPONSE_FAILURE:0 UNEXPECTED_INDEX:1 STOPPED:8" },
	{ 8, 4, .name = "OUTSTANDING_CAPACITY" }, { 12, 4, .name = "OUTSTANDING_ALLOCATION" },
};

static const struct config_register latency[] = {
	EXTENDED, { 4, 2, .name = "MAX_SNOOP_LATENCY", .fields = "VALUE:9-0 SCALE:12-10" },
	{ 6, 2, .name = "MAX_NO_SNOOP_LATENCY", .fields = "VALUE:9-0 SCALE:12-10" },
};

static const struct config_register secondary[] = {
	EXTENDED, { 4, 4, .name = "LINK_CONTROL_3" }, { 8, 4, .name = "LANE_ERROR_STATUS" },
};

static const struct config_register substates[] = {
	EXTENDED, { 4, 4, .name = "CAPABILITIES" }, { 8, 4, .name = "CONTROL_1" }, { 12, 4, .name = "CONTROL_2" },
};

#define PART(kind, id, name, registers) { kind, id, name, registers, sizeof(registers) / sizeof((registers)[0]) }
#define HEADER(id, registers) PART(CONFIG_HEADER, id, NULL, registers)
#define SIMPLE(id, name, registers) PART(CONFIG_CAPABILITY, id, name, registers)
#define FURTHER(id, name, registers) PART(CONFIG_EXTENDED, id, name, registers)

const struct config_part config_parts[] = {
	HEADER(0, header_0), HEADER(1, header_1), HEADER(CONFIG_OTHER, header_other),
	SIMPLE(0x01, "PM", power), SIMPLE(0x02, "AGP", only_header), SIMPLE(0x03, "VPD", vpd),
	SIMPLE(0x04, "SLOT_ID", only_header), SIMPLE(0x05, "MSI", msi),
	SIMPLE(CONFIG_MSI_32, "MSI", msi_32), SIMPLE(CONFIG_MSI_64, "MSI", msi_64),
	SIMPLE(CONFIG_MSI_32_MASKED, "MSI", msi_32_masked), SIMPLE(CONFIG_MSI_64_MASKED, "MSI", msi_64_masked),
	SIMPLE(0x06, "HOT_SWAP", only_header), SIMPLE(0x07, "PCIX", only_header),
	SIMPLE(0x08, "HYPERTRANSPORT", only_header), SIMPLE(0x09, "VENDOR_SPECIFIC", vendor_specific),
	SIMPLE(0x0a, "DEBUG_PORT", only_header), SIMPLE(0x0b, "CPCI_CONTROL", only_header),
	SIMPLE(0x0c, "HOT_PLUG", only_header), SIMPLE(0x0d, "SUBSYSTEM", subsystem),
	SIMPLE(0x0e, "AGP_8X", only_header), SIMPLE(0x0f, "SECURE_DEVICE", only_header),
	SIMPLE(0x10, "PCIE", express), SIMPLE(CONFIG_EXPRESS_2, "PCIE", express_2),
	SIMPLE(0x11, "MSIX", msix), SIMPLE(0x12, "SATA", only_header), SIMPLE(0x13, "AF", features),
	SIMPLE(0x14, "EA", only_header),
	FURTHER(0x01, "AER", errors), FURTHER(0x02, "VC", channels), FURTHER(0x03, "SERIAL_NUMBER", serial),
	FURTHER(0x04, "POWER_BUDGETING", budget), FURTHER(0x0b, "VSEC", vendor_extended),
	FURTHER(0x0d, "ACS", capability_control), FURTHER(0x0e, "ARI", capability_control),
	FURTHER(0x0f, "ATS", capability_control), FURTHER(0x10, "SRIOV", virtualization),
	FURTHER(0x12, "MULTICAST", extended_only), FURTHER(0x13, "PRI", page_request),
	FURTHER(0x15, "RESIZABLE_BAR", wide_control), FURTHER(0x16, "DPA", extended_only),
	FURTHER(0x17, "TPH", wide_control), FURTHER(0x18, "LTR", latency),
	FURTHER(0x19, "SECONDARY_PCIE", secondary), FURTHER(0x1b, "PASID", capability_control),
	FURTHER(0x1d, "DPC", extended_only), FURTHER(0x1e, "L1_PM_SUBSTATES", substates),
	FURTHER(0x1f, "PTM", wide_control), FURTHER(0x23, "DVSEC", extended_only),
	FURTHER(0x25, "DATA_LINK_FEATURE", extended_only), FURTHER(0x26, "PHYSICAL_LAYER_16GT", extended_only),
	FURTHER(0x27, "LANE_MARGINING", extended_only),
};

const size_t n_config_parts = sizeof(config_parts) / sizeof(config_parts[0]);
