package webproxy

import (
	"encoding/binary"
	"os"
	"testing"

	"golang.org/x/sys/windows/registry"
)

// TestTheSettingsOfWindows sets a proxy as the Settings app does, and takes it away again. It
// does so only under wine, on a disk that is thrown away.
func TestTheSettingsOfWindows(t *testing.T) {
	if os.Getenv("WINEPREFIX") == "" {
		t.Skip("the settings of this computer are not for tests")
	}
	key, _, err := registry.CreateKey(registry.CURRENT_USER,
		`Software\Microsoft\Windows\CurrentVersion\Internet Settings`, registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = key.Close() }()
	connections, _, err := registry.CreateKey(key, "Connections", registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connections.Close() }()
	const server, except = "proxy.parish.example:3128", "*.inside.example"
	t.Cleanup(func() { _ = key.SetDWordValue("ProxyEnable", 0) })
	for _, err := range []error{key.SetDWordValue("ProxyEnable", 1),
		key.SetStringValue("ProxyServer", server), key.SetStringValue("ProxyOverride", except),
		connections.SetBinaryValue("DefaultConnectionSettings", settings(server, except))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for address, want := range map[string]string{
		"https://graph.microsoft.com/v1.0":  "http://proxy.parish.example:3128",
		"https://login.microsoftonline.com": "http://proxy.parish.example:3128",
		"https://web.inside.example/":       "",
		"https://localhost/":                "",
	} {
		if got := ask(t, address); got != want {
			t.Errorf("%s: %q, not %q", address, got, want)
		}
	}
}

// settings are what Windows keeps as one value beside the others: its own functions read that.
func settings(server, except string) []byte {
	const magic, useProxy = 0x46, 0x3
	data := binary.LittleEndian.AppendUint32(nil, magic)
	data = binary.LittleEndian.AppendUint32(data, 1)
	data = binary.LittleEndian.AppendUint32(data, useProxy)
	for _, text := range []string{server, except, ""} {
		data = binary.LittleEndian.AppendUint32(data, uint32(len(text)))
		data = append(data, text...)
	}
	return append(data, make([]byte, 32)...)
}
