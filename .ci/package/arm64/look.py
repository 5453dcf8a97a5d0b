"""Reports by its exit status whether a program is for Windows on ARM and needs only libraries of Windows."""
import struct
import sys

# What Windows 10 has, in lower case; ucrt is api-ms-win-crt-….
WINDOWS = set("advapi32 comdlg32 gdi32 imm32 kernel32 msvcrt ntdll ole32 oleaut32 opengl32 shell32 uiautomationcore "
              "user32 winmm ws2_32".split())


def number(data, at, size=4):
    return int.from_bytes(data[at:at + size], "little")


def libraries(data, head):
    """Returns the names in the table of imports."""
    optional = head + 24
    first = optional + number(data, head + 20, 2)
    sections = [struct.unpack_from("<8sIIII", data, first + 40 * i) for i in range(number(data, head + 6, 2))]

    def place(address):
        for _, size, start, stored, where in sections:
            if start <= address < start + max(size, stored):
                return address - start + where
        raise ValueError(f"nothing is at {address:#x}")

    at, names = place(number(data, optional + 120)), []
    while name := number(data, at + 12):
        start = place(name)
        names.append(data[start:data.index(0, start)].decode().lower().removesuffix(".dll"))
        at += 20
    return names


def main(path):
    with open(path, "rb") as file:
        data = file.read()
    head = number(data, 0x3C)
    names = libraries(data, head)
    other = [name for name in names if name not in WINDOWS and not name.startswith("api-ms-win-crt-")]
    subsystem = number(data, head + 24 + 68, 2)
    want = 2 if path.endswith("Handrail.exe") else 3  # a window, or a terminal
    print(f"machine {number(data, head + 4, 2):#x}, subsystem {subsystem}, libraries {' '.join(sorted(names))}")
    arm = data[head:head + 4] == b"PE\0\0" and number(data, head + 4, 2) == 0xAA64
    if not arm or subsystem != want or not names or other:
        sys.exit(f"{path}: not as it should be; other libraries: {other}")


main(sys.argv[1])
